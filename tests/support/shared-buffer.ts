/**
 * A SharedArrayBuffer, also in a page that is not cross-origin isolated, whose global is hidden.
 * Returns undefined where there is none at all.
 */
export function sharedBuffer(bytes: Uint8Array): SharedArrayBuffer | undefined {
  if (typeof SharedArrayBuffer !== 'function' && typeof WebAssembly !== 'object') return undefined;
  const pages = { initial: 1, maximum: 1, shared: true };
  const whole =
    typeof SharedArrayBuffer === 'function'
      ? new SharedArrayBuffer(bytes.length)
      : (new WebAssembly.Memory(pages).buffer as unknown as SharedArrayBuffer);
  new Uint8Array(whole).set(bytes);
  return whole.slice(0, bytes.length);
}
