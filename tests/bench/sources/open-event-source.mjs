/**
 * The one use that is compared: `onmessage` and the event's data. A connection that ends is an error.
 *
 * @param onData what it returns is what the listener returns
 */
export function openEventSource(source, onData) {
  source.onmessage = (event) => onData(event.data);
  source.onerror = (event) => {
    source.close();
    throw new Error(`the connection failed: ${event.message ?? 'no reason given'}`);
  };
  return () => source.close();
}
