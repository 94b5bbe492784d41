import { EventSource } from 'eventsource-wasm';

const fetch = async () => new Response('', { status: 404 });
const source = new EventSource('https://example.com/events', { fetch });
source.onerror = ({ kind, status, message }) => {
  console.log(JSON.stringify({ kind, status, message }));
};
