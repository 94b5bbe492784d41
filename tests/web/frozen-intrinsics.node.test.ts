// Hardened realms (SES and the like) freeze what the language brings before anything else runs: then an object
// that inherits from a frozen prototype cannot be assigned a member of that name.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const built = JSON.stringify(new URL('../../dist/index.js', import.meta.url).href);

// Node's own fetch is not made for this, and loads a module of its own when it is used first.
const kLoadFetch = `await new Response('').text();`;

const kFreeze = `
  const seen = new Set();
  const freeze = (value) => {
    if (Object(value) !== value || value === globalThis || seen.has(value)) return;
    seen.add(Object.freeze(value));
    freeze(Object.getPrototypeOf(value));
    for (const property of Object.values(Object.getOwnPropertyDescriptors(value))) {
      for (const part of [property.value, property.get, property.set]) freeze(part);
    }
  };
  for (const name of [
    'Array', 'ArrayBuffer', 'Date', 'Error', 'Event', 'EventTarget', 'Function', 'JSON', 'Map', 'Math',
    'Number', 'Object', 'Promise', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'Uint8Array', 'WeakMap',
    'RangeError', 'TypeError', 'WebAssembly',
  ]) {
    freeze(globalThis[name]);
  }`;

const kReceive = `
  const { EventSource } = await import(${built});
  const response = () => new Response('id: 1\\ndata: a\\n\\n', {
    headers: { 'content-type': 'text/event-stream' },
  });
  const source = new EventSource('http://127.0.0.1:9/', {
    fetch: async ({}, { headers }) => (headers['Last-Event-ID'] ? new Response('', { status: 404 }) : response()),
    headers: async () => ({ 'X-A': '1' }),
    retryInterval: 0,
  });
  const said = [];
  source.onmessage = ({ data, lastEventId }) => said.push(data, lastEventId);
  source.onerror = ({ kind }) => said.push(kind);
  try {
    for await (const { data } of source) said.push(data);
  } catch ({ name, kind, cause }) {
    said.push(name, kind, \`\${cause}\`);
  }
  console.log(JSON.stringify(said));`;

test.each([
  ['WebAssembly', ''],
  [
    'its JavaScript fallback',
    'WebAssembly.Module = WebAssembly.compile = () => { throw new Error(); };',
  ],
])('a source works where the intrinsics are frozen, on %s', async (_, forbid) => {
  const program = `${kLoadFetch}${forbid}${kFreeze}${kReceive}`;
  const flags = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  expect(JSON.parse(stdout)).toEqual([
    'a',
    '1',
    'a',
    'end',
    'http',
    'ConnectionError',
    'http',
    'undefined',
  ]);
});
