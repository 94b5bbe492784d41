// The beginning of the body of a refused response: often it says why.

import type { ByteSource } from './body-reader.ts';

const kLength = 1024; // characters
const kBytes = 3 * (kLength + 1); // one UTF-16 unit takes at most 3, and a byte order mark may precede
const kPatience = 200; // ms; the `error` event waits for this

/** At most 1024 characters of what comes within 200 ms; '' when there is nothing. */
export async function readExcerpt(body: ByteSource | undefined): Promise<string> {
  if (!body) return '';
  let text = '';
  const read = async () => {
    const decoder = new TextDecoder();
    let bytes = 0;
    while (text.length < kLength && bytes < kBytes) {
      // However large a chunk is, no more of it is decoded.
      const read = await new Promise<Uint8Array | undefined>((resolve) => body.read(resolve));
      const chunk = read?.subarray(0, kBytes - bytes);
      text += decoder.decode(chunk, { stream: chunk !== undefined });
      if (!chunk) return;
      bytes += chunk.length;
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, kPatience);
  });
  await Promise.race([read().catch(() => {}), tooLong]); // cut off: what has come is what there is
  clearTimeout(timer);
  return text.slice(0, kLength);
}
