// The WebAssembly module as text: what web/core/decode-core-text.ts turns back into bytes.
//
// Hexadecimal, since engines decode that themselves, and a compressor (brotli, gzip) still sees the module's bytes:
// it makes the text about as small as the module. Base64 hides them from it and costs a fifth more.

/** @param {Uint8Array} bytes */
export const coreText = (bytes) => Buffer.from(bytes).toString('hex');
