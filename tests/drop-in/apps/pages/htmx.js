import { EventSource } from 'eventsource-wasm';
import htmx from 'htmx.org';

// The extension is a classic script, which looks for a global htmx.
window.htmx = htmx;
htmx.createEventSource = (url) =>
  new EventSource(url, { headers: { Authorization: 'Bearer secret' } });
await import('htmx-ext-sse');
window.failures = [];
document.body.addEventListener('htmx:sseError', ({ detail }) =>
  window.failures.push(detail.error.status),
);
htmx.process(document.body);
