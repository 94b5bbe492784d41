// Bytes to strings. A byte order mark is text here: the parser has dropped the one that is not.

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });
const utf16 = /* @__PURE__ */ new TextDecoder('utf-16le', { ignoreBOM: true });

/** Invalid UTF-8 becomes U+FFFD, as the Encoding Standard has it. */
export function decodeUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** UTF-16, the low byte first. */
export function decodeUtf16(bytes: Uint8Array): string {
  return utf16.decode(bytes);
}
