// Listeners for very many event types on one source, each of which then gets one event.
import { runCommands } from './command-loop.mjs';
import { SOURCES } from './sources/index.mjs';

let target;
let received;

/** Adds listeners for `types` types; the server holds the stream back until receive(). */
function listen({ source, types, url }) {
  let left = types;
  target = SOURCES.find(({ name }) => name === source).create(url);
  received = new Promise((resolve) => {
    const listener = () => {
      left--;
      if (left > 0) return;
      target.close();
      resolve(types);
    };
    for (let type = 0; type < types; type++) target.addEventListener(`type-${type}`, listener);
  });
}

runCommands({
  sources: () => SOURCES.filter(({ create }) => create).map(({ name }) => name),
  listen,
  receive: async () => {
    await fetch('/release');
    return received;
  },
});
