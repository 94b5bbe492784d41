// node tests/bench/sharing-cost.mjs: what an event costs a source that leads a shared connection, or follows,
// beside one with a connection of its own. First the package's own code in Node, without network and channel;
// then all of it, on the main threads of pages in Chromium.
import { build } from 'esbuild';
import { prepareAndBuild } from '../../tools/build.mjs';
import { inRoot } from '../../tools/files.mjs';
import { main } from '../../tools/steps.mjs';
import { measureLive } from './sharing-cost-live.mjs';
import { table } from './table.mjs';

const kEvents = 20_000; // a round, of about 200 bytes each; one a chunk
const kRounds = 15;
const kBatch = 500; // events that one does before another does the same

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
    visibility: nothing,
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

/** A leader, and what it has sent. */
function makeLeader(modules, push) {
  const sent = [];
  const leader = makeMember(modules, 'leader', push, (message) => sent.push(message));
  leader.locked();
  leader.connected({ head: { status: 200, url: undefined, headers: [] }, refusal: undefined });
  sent.length = 0;
  return { leader, sent };
}

/** A follower of that leader. */
function makeFollower(modules, push, { leader, sent }) {
  const follower = makeMember(modules, 'follower', push, (message) => leader.message(message));
  follower.lockIsTaken();
  for (const message of sent.splice(0)) follower.message(message);
  return follower;
}

/** ns of each kind of work, for so many events each. */
function playRound(works) {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, 0]));
  for (let first = 0; first < kEvents; first += kBatch) {
    const batch = chunks.slice(first, first + kBatch);
    for (const [name, work] of Object.entries(works)) {
      const start = process.hrtime.bigint();
      work(batch);
      times[name] += Number(process.hrtime.bigint() - start);
    }
  }
  return times;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function measureCode(modules) {
  const own = parser(modules);
  const alone = parser(modules);
  const led = parser(modules);
  const followed = parser(modules);
  const { leader: leaderOfNone } = makeLeader(modules, alone.push);
  const pair = makeLeader(modules, led.push);
  const follower = makeFollower(modules, followed.push, pair);
  const works = {
    own: (batch) => batch.forEach(own.push),
    'leader of nobody': (batch) => batch.forEach((chunk) => void leaderOfNone.received(chunk)),
    leader: (batch) => batch.forEach((chunk) => void pair.leader.received(chunk)),
    follower: () => pair.sent.splice(0).forEach((message) => void follower.message(message)),
  };
  const rounds = Array.from({ length: kRounds }, () => playRound(works));
  for (const { counted } of [own, alone, led, followed]) {
    if (counted.events !== kEvents * kRounds) throw new Error(`${counted.events} events came`);
  }
  const ns = (name) => median(rounds.map((times) => times[name] / kEvents));
  return Object.keys(works).map((name) => [
    name,
    Math.round(ns(name)),
    (ns(name) / ns('own')).toFixed(2),
  ]);
}

async function bench() {
  await prepareAndBuild();
  const modules = await load();
  await modules.EventStreamDecoder.load();
  const heads = ['a source', 'ns per event', 'of its own'];
  console.log(table(heads, measureCode(modules), 'the code alone, one event a chunk, in Node'));
  for (const rate of [50, 500]) {
    const rows = (await measureLive(rate)).map(({ name, us, times }) => [
      name,
      us.toFixed(0),
      times.toFixed(2),
    ]);
    const title = `a live stream of ${rate} events a second, one a chunk, in Chromium`;
    console.log(table(['a source', 'us per event', 'of its own'], rows, title));
  }
}

await main(bench);
