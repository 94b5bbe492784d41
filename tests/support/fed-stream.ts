/** A body whose chunks come when the test says so; `controller` ends it. */
export function fedStream() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start(started) {
      controller = started;
    },
  });
  const encoder = new TextEncoder();
  const send = (chunk: Uint8Array | string): void =>
    controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
  return { body, controller, send };
}
