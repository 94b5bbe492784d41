// The WebAssembly module in a separate file, compiled while it downloads. In the entry `external` this
// replaces embedded-module.ts.

/**
 * Where the WebAssembly module comes from: its URL, a Response, its bytes, or the compiled module.
 */
export type CoreModuleSource = string | URL | Response | BufferSource | WebAssembly.Module;

let source: CoreModuleSource | PromiseLike<CoreModuleSource> | undefined;
let isAskedFor = false;

/**
 * Sets where the WebAssembly module comes from. Default: the file `event-source-core.wasm` beside the
 * script. With Vite, for example:
 *
 * ```ts
 * import url from 'eventsource-wasm/event-source-core.wasm?url';
 *
 * setCoreModule(url);
 * ```
 *
 * @throws {DOMException} InvalidStateError after the first EventSource or `EventStreamDecoder.load()`
 */
export function setCoreModule(from: CoreModuleSource | PromiseLike<CoreModuleSource>): void {
  if (isAskedFor) {
    throw new DOMException(
      'setCoreModule() comes before the first EventSource',
      'InvalidStateError',
    );
  }
  source = from;
}

export async function coreModule(): Promise<WebAssembly.Module> {
  isAskedFor = true;
  // Bundlers know this form and take the file along.
  const from = await (source ?? new URL('./event-source-core.wasm', import.meta.url));
  if (from instanceof WebAssembly.Module) return from;
  if (from instanceof ArrayBuffer || ArrayBuffer.isView(from)) return WebAssembly.compile(from);
  const response = from instanceof Response ? from : await fetch(from);
  if (!response.ok) throw new TypeError(`${response.url}: HTTP status ${response.status}`);
  // While it arrives, where the server says what it is; other types would be refused.
  return response.headers.get('Content-Type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
