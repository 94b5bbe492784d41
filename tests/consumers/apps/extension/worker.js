// The server of the extension's own pages.
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (!event.request.url.endsWith('/events')) return;
  const id = Number(event.request.headers.get('Last-Event-ID')) + 1;
  const headers = { 'Content-Type': 'text/event-stream' };
  event.respondWith(new Response(`retry: 10\nid: ${id}\ndata: ${id}\n\n`, { headers }));
});
