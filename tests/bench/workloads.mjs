// The event streams that every contestant is given. Each is made from a seed, so that a run can be
// repeated, and no two events are alike: repeated content would hide what a parser keeps alive.

/**
 * @typedef {{ type: string, data: string, lastEventId: string }} ExpectedEvent
 * @typedef {object} Workload
 * @property {string} name
 * @property {Uint8Array} bytes whole events only
 * @property {Uint32Array} ends offset one past the last byte of each block; events and other blocks
 * @property {Uint32Array} counts events up to and including each block
 * @property {ExpectedEvent[]} events what a parser has to make of the bytes; empty unless asked for
 */

/** A small generator of numbers in [0, 2^32): xorshift, the same in every engine. */
function random(seed) {
  let state = (seed * 2654435761 + 12345) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

const WORDS =
  'the of and to in is that for it was on are as with they be at one have this from word but what'.split(
    ' ',
  );
const CHINESE = [
  ...'的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可',
];
const EMOJI = [...'😀🚀🎉🔥💡🌍🐼🍜'];
const TYPES = ['price', 'trade', 'news', 'status'];

const pick = (next, list) => list[next() % list.length];
const hex = (next) => next().toString(16).padStart(8, '0');

function words(next, length) {
  let text = '';
  while (text.length < length) text += `${pick(next, WORDS)} ${(next() % 1000).toString(36)} `;
  return text.slice(0, length);
}

function completion(next, index) {
  const id = `chatcmpl-${hex(next)}${hex(next)}${hex(next)}`;
  const delta = `{"content":" ${pick(next, WORDS)}${next() % 100}"}`;
  return (
    `{"id":"${id}","object":"chat.completion.chunk","created":${1700000000 + index},` +
    `"model":"large-2","choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":null}]}`
  );
}

function chinese(next) {
  let text = `${next() % 100}`;
  for (let i = 0; i < 60; i++) text += pick(next, CHINESE);
  return `${text}${pick(next, EMOJI)}，${hex(next)}`;
}

const tick = (next) => `${(1e6 + (next() % 9e6)).toString()},${1000 + (next() % 9000)}`;
const quote = (next, index) =>
  `{"symbol":"${hex(next).slice(0, 4).toUpperCase()}","bid":${next() % 1e5},"ask":${next() % 1e5},"n":${index}}`;

/** Each yields blocks: { text, event? }, where `event` is what the block has to become. */
const GENERATORS = {
  llm: (next, index) => message(completion(next, index)),
  ticks: (next) => message(tick(next)),
  named: (next, index) => {
    const type = pick(next, TYPES);
    const id = `${index}-${hex(next)}`;
    const data = quote(next, index);
    return { text: `event: ${type}\nid: ${id}\ndata: ${data}\n\n`, event: { type, data, id } };
  },
  large: (next) => message(words(next, 65000)),
  lines: (next) => {
    const lines = [];
    for (let i = 0; i < 100; i++) lines.push(words(next, 20 + (next() % 41)));
    const data = lines.join('\n');
    return { text: `data: ${lines.join('\ndata: ')}\n\n`, event: { type: 'message', data } };
  },
  chinese: (next) => message(chinese(next)),
  mixed: (next, index) => {
    const kind = next() % 10;
    if (kind === 0) return { text: `: ${words(next, 30)}\n\n` };
    if (kind === 1) return GENERATORS.named(next, index);
    if (kind === 2) return GENERATORS.chinese(next);
    if (kind === 3) {
      const lines = [words(next, 40), '', words(next, 300)];
      return {
        text: `data:${lines.join('\ndata:')}\n\n`,
        event: { type: 'message', data: lines.join('\n') },
      };
    }
    if (kind === 4) return message(words(next, 1500 + (next() % 3000)));
    if (kind < 8) return GENERATORS.ticks(next);
    return GENERATORS.llm(next, index);
  },
  crlf: (next, index) => {
    const data = completion(next, index);
    return {
      text: `id: ${index}\r\ndata: ${data}\r\n\r\n`,
      event: { type: 'message', data, id: `${index}` },
    };
  },
  comments: (next, index) => {
    const data = quote(next, index);
    const text = `: ${words(next, 40)}\n:${hex(next)}\n: keep-alive ${next() % 1e6}\n`;
    return { text: `${text}data: ${data}\n\n`, event: { type: 'message', data } };
  },
};

const message = (data) => ({ text: `data: ${data}\n\n`, event: { type: 'message', data } });

export const WORKLOADS = Object.keys(GENERATORS);

/** What the tables call them. */
export const TITLES = {
  llm: 'LLM JSON',
  ticks: 'ticks 12 B',
  named: 'named, ids',
  large: '64 KiB events',
  lines: '100 lines',
  chinese: 'Chinese',
  mixed: 'mixed',
  crlf: 'CRLF',
  comments: 'comments',
};

/**
 * Makes at least `size` bytes of a workload (at least one event).
 * @param {string} name one of WORKLOADS
 * @param {number} size bytes
 * @param {{ seed?: number, events?: boolean }} [options] `events`: also what they have to become
 * @returns {Workload}
 */
export function createWorkload(name, size, { seed = 1, events: wanted = false } = {}) {
  const generate = GENERATORS[name];
  if (!generate) throw new Error(`no workload ${name}; there are ${WORKLOADS.join(', ')}`);
  const next = random(seed);
  const encoder = new TextEncoder();
  const parts = [];
  const ends = [];
  const counts = [];
  const events = [];
  let length = 0;
  let count = 0;
  let lastEventId = '';
  for (let index = 0; length < size || count === 0; index++) {
    const { text, event } = generate(next, index);
    const part = encoder.encode(text);
    parts.push(part);
    length += part.length;
    if (event) count++;
    ends.push(length);
    counts.push(count);
    if (event && wanted) {
      if (event.id !== undefined) lastEventId = event.id;
      events.push({ type: event.type, data: event.data, lastEventId });
    }
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return { name, bytes, ends: Uint32Array.from(ends), counts: Uint32Array.from(counts), events };
}
