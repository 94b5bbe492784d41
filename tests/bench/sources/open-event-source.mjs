/** The one use that is compared: `onmessage` and the event's data. A connection that ends is an error. */
export function openEventSource(source, onData) {
  source.onmessage = (event) => onData(event.data);
  source.onerror = (event) => {
    source.close();
    throw new Error(`the connection failed: ${event.message ?? 'no reason given'}`);
  };
  return () => source.close();
}
