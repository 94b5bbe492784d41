/** Calls back with what the first event brings: the header that the server received. */
export function receiveToken(EventSource, done) {
  const source = new EventSource('/events', { headers: { 'X-Token': 'secret' } });
  source.addEventListener('token', ({ data, lastEventId }) => {
    source.close();
    done({ data: `${data} ${lastEventId}` });
  });
  source.onerror = ({ kind, message, cause, willRetry }) => {
    if (!willRetry) done({ error: `${kind}: ${message} ${cause}` });
  };
}
