// The beginning of a refused answer's body: often it says why.

import type { BodyReader } from './body-reader.ts';

const kLength = 1024; // characters
const kPatience = 200; // ms; the `error` event waits for this

/** Never more than so much text, never later than so soon; '' when there is none. */
export async function readExcerpt(body: BodyReader | undefined): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  const read = async () => {
    let chunk: Uint8Array | undefined;
    do {
      chunk = await body.read();
      text += decoder.decode(chunk, { stream: chunk !== undefined });
    } while (chunk !== undefined && text.length < kLength);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, kPatience);
  });
  await Promise.race([read().catch(() => {}), tooLong]); // cut off: what has come is what there is
  clearTimeout(timer);
  return text.slice(0, kLength);
}
