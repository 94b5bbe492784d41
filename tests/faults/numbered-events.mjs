// The events that the fault tests send and expect. The n-th is the same whoever makes it, so that a server
// needs no memory to replay it, and a client knows what it must receive.

/**
 * The data of the n-th event, n >= 1: one to three lines, most with characters of several bytes.
 * @param {number} n
 */
export function dataOf(n) {
  const text = `event ${n} ${'äöü 中文 😀 '.repeat(n % 4)}`;
  if (n % 5 !== 0) return text;
  return n % 10 === 0 ? `${text}\n\nthe last line` : `${text}\n`;
}

/**
 * The n-th event as it is sent, with its number as ID.
 * @param {number} n
 */
export function blockOf(n) {
  const lines = dataOf(n).split('\n');
  return `id: ${n}\n${lines.map((line) => `data: ${line}\n`).join('')}\n`;
}

/**
 * Seeded random numbers.
 * @param {number} seed
 * @returns {(limit: number) => number} returns an integer in [0, limit)
 */
export function seeded(seed) {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) % limit;
  };
}
