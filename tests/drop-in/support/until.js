/**
 * Resolves with what the function returns, as soon as that is truthy.
 *
 * @template T
 * @param {string} what is waited for, for the message of the error
 * @param {() => T | Promise<T>} isSo
 */
export async function until(what, isSo, timeout = 10_000) {
  const end = performance.now() + timeout;
  for (;;) {
    const value = await isSo();
    if (value) return value;
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
