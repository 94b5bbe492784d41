// The page that consumes event streams end to end, one source at a time.
import { runCommands } from './command-loop.mjs';
import { FLOOR } from './names.mjs';
import { SOURCES } from './sources/index.mjs';
import { createWorkload } from './workloads.mjs';

const sourceOf = (name) => SOURCES.find((source) => source.name === name);

/** Consumes a whole stream, until so many events have come; their data's length is given back. */
function consume({ source: name, url, events, bytes }) {
  return new Promise((resolve, reject) => {
    const expected = name === FLOOR ? 1 : events;
    let count = 0;
    let units = 0;
    const onData = (data) => {
      if (data !== undefined) units += data.length;
      if (++count !== expected) return;
      const milliseconds = performance.now() - start;
      close();
      resolve({ milliseconds, units, events });
    };
    addEventListener('error', ({ message }) => reject(new Error(message)), { once: true });
    const start = performance.now();
    const close = sourceOf(name).open(url, onData, bytes);
  });
}

/** Compares every event's data with what the generator says. @returns a sentence, or '' */
function check({ source: name, url, workload, size }) {
  if (name === FLOOR) return '';
  const { events } = createWorkload(workload, size, { events: true });
  return new Promise((resolve) => {
    let index = 0;
    const onData = (data) => {
      const right = data === events[index].data;
      if (right && ++index < events.length) return;
      close();
      resolve(right ? '' : `event ${index} has other data`);
    };
    addEventListener('error', ({ message }) => resolve(message), { once: true });
    const close = sourceOf(name).open(url, onData);
  });
}

runCommands({
  sources: () => SOURCES.filter(({ supported }) => supported?.() ?? true).map(({ name }) => name),
  consume,
  check,
  nothing: () => {},
});
