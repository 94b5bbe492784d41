// The page of a lane: sends every case to the scope, some at a time, and reports what came back.
import { cases } from './cases.ts';
import type { Lane, LaneResult, Request } from './lane.ts';

type Ask = (request: Request) => Promise<string[] | null>;

/** Cases that run at a time: browsers allow six connections to an origin. */
const kAtOnce = 4;

/** Runs the lane that the page's fragment describes as JSON. */
export async function drive(here: Ask): Promise<void> {
  const lane: Lane = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  const { implementation, scope } = lane;
  let result: LaneResult;
  try {
    result = { implementation, scope, outcome: await runAll(await ask[scope](here), lane) };
  } catch (error) {
    result = { implementation, scope, outcome: null, failure: String(error) };
  }
  const body = JSON.stringify(result);
  const headers = { 'content-type': 'application/json' };
  await fetch(`${lane.control}/conformance/results`, { method: 'POST', headers, body });
  parent.postMessage('done', '*');
}

async function runAll(send: Ask, lane: Lane): Promise<LaneResult['outcome']> {
  if ((await send({ index: -1, surroundings: lane })) === null) return null;
  const outcome: Record<string, string[]> = {};
  const left = cases.map((_, index) => index);
  const worker = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      outcome[cases[index].name] = (await send({ index, surroundings: lane })) ?? [];
    }
  };
  await Promise.all(Array.from({ length: kAtOnce }, worker));
  return outcome;
}

interface Target {
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** Asks over a channel of its own for each case. */
const over =
  (target: Target): Ask =>
  (request) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        port1.close();
        if (data.failure === undefined) resolve(data.lines);
        else reject(new Error(data.failure));
      };
      target.postMessage(request, [port2]);
    });

const script = import.meta.url;
const options = { type: 'module' } as const;

const ask = {
  window: async (here: Ask) => here,
  worker: (_: Ask) =>
    new Promise<Ask>((resolve, reject) => {
      const worker = new Worker(script, options);
      worker.onerror = ({ message }) => reject(new Error(`the worker did not start: ${message}`));
      resolve(over(worker));
    }),
  'shared worker': (_: Ask) =>
    new Promise<Ask>((resolve, reject) => {
      const worker = new SharedWorker(script, options);
      worker.onerror = () => reject(new Error('the shared worker did not start'));
      worker.port.start();
      resolve(over(worker.port));
    }),
  'service worker': async (_: Ask) => {
    const scope = new URL('./', script).href;
    const { installing } = await navigator.serviceWorker.register(script, { ...options, scope });
    const worker = installing as ServiceWorker;
    await new Promise<void>((resolve, reject) => {
      worker.onstatechange = () => {
        if (worker.state === 'activated') resolve();
        if (worker.state === 'redundant') reject(new Error('the service worker did not start'));
      };
    });
    return over(worker);
  },
} satisfies Record<Lane['scope'], (here: Ask) => Promise<Ask>>;
