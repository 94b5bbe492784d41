// node tests/bench/sharing-cost.mjs: what an event costs a source that leads a shared connection, or follows,
// beside one with a connection of its own. Without the network and the browser's channel: a message is written and
// read as structured clones are.
import { deserialize, serialize } from 'node:v8';
import { build } from 'esbuild';
import { prepareAndBuild } from '../../tools/build.mjs';
import { inRoot } from '../../tools/files.mjs';
import { main } from '../../tools/steps.mjs';
import { table } from './table.mjs';

const kEvents = 20_000; // a round, of about 200 bytes each; one a chunk
const kRounds = 15;

const encoder = new TextEncoder();
const chunks = Array.from({ length: kEvents }, (_, index) =>
  encoder.encode(`id: ${index}\ndata: {"token":"${'word '.repeat(34)}"}\n\n`),
);

async function load() {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { EventStreamDecoder } from './web/event-stream-decoder.ts';
        export { Member } from './web/connection/sharing/member.ts';
        export { kLimits } from './web/connection/sharing/limits.ts';`,
      resolveDir: inRoot(''),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`;
  return import(url);
}

/** A parser, and how many events it has had. */
function parser({ EventStreamDecoder }) {
  const counted = { events: 0 };
  const decoder = new EventStreamDecoder({ onMessage: () => counted.events++ });
  return { counted, push: (bytes) => void decoder.decode(bytes) };
}

/** A member that does nothing by itself. @param {(message: unknown) => void} send */
function makeMember({ Member, kLimits }, name, push, send) {
  const nothing = () => {};
  const port = {
    send,
    deliver: push,
    queued: () => 0,
    now: () => 0,
    requestLock: nothing,
    releaseLock: nothing,
    connect: nothing,
    disconnect: nothing,
    setTimer: nothing,
    clearTimers: nothing,
    respond: nothing,
    end: nothing,
  };
  const member = new Member(name, kLimits, port);
  member.start({ id: '', mode: 'now', renew: undefined });
  return member;
}

function nsPerEvent(run) {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / kEvents;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function bench() {
  await prepareAndBuild();
  const modules = await load();
  await modules.EventStreamDecoder.load();
  const [own, led, followed] = [parser(modules), parser(modules), parser(modules)];
  let sent = [];
  const leader = makeMember(modules, 'leader', led.push, (message) => sent.push(serialize(message)));
  leader.locked();
  leader.connected({ head: { status: 200, url: undefined, headers: [] }, refusal: undefined });
  const follower = makeMember(modules, 'follower', followed.push, (message) =>
    leader.message(message),
  );
  sent = [];
  follower.lockIsTaken();
  for (const message of sent) follower.message(deserialize(message));
  const times = { own: [], leader: [], follower: [] };
  for (let round = 0; round < kRounds; round++) {
    times.own.push(nsPerEvent(() => chunks.forEach(own.push)));
    sent = [];
    times.leader.push(nsPerEvent(() => chunks.forEach((chunk) => void leader.received(chunk))));
    times.follower.push(
      nsPerEvent(() => sent.forEach((message) => void follower.message(deserialize(message)))),
    );
  }
  for (const { counted } of [own, led, followed]) {
    if (counted.events !== kEvents * kRounds) throw new Error(`${counted.events} events came`);
  }
  const base = median(times.own);
  const rows = Object.entries(times).map(([name, all]) => [
    name,
    Math.round(median(all)),
    (median(all) / base).toFixed(2),
  ]);
  console.log(table(['a source', 'ns per event', 'of its own'], rows, 'one event a chunk, in Node'));
}

await main(bench);
