// pause: what a consumer costs that stops taking events while the server goes on pushing.
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle } from './bundle.mjs';
import { openNode } from './engine-session.mjs';
import { Results } from './results.mjs';
import { figure, table } from './table.mjs';

export const engines = ['node'];

const SECONDS = 60;
const LOOKS = 12;
const WARM = 2000; // ms of full speed before
const MEBIBYTE = 1 << 20;

export async function run(engine, options) {
  const results = new Results('pause');
  if (options.resume && results.samples(engine).length > 0) return [];
  results.clear(engine);
  const server = await openNode(await bundle('pause-server', 'node'));
  const client = await openNode(await bundle('pause-worker', 'node'), ['--expose-gc']);
  try {
    await client.call('open', await server.call('listen'));
    const events = await client.call('take', WARM);
    const seconds = options.quick ? SECONDS / 10 : SECONDS;
    const looks = [];
    const began = Date.now();
    for (let i = 0; i <= LOOKS; i++) {
      await sleep(began + (seconds * 1000 * i) / LOOKS - Date.now());
      const { held, rss } = await client.call('memory');
      looks.push({ second: (seconds * i) / LOOKS, held, rss, sent: await server.call('sent') });
      options.progress(`${engine}, ${looks.at(-1).second} s`);
    }
    const after = await client.call('take', WARM);
    results.add([engine], { events, after, looks });
    results.save(engine);
    // What is still on its way into buffers when the pause begins may come in its first twelfth.
    const growth = looks.at(-1).held - looks[1].held;
    return growth > MEBIBYTE
      ? [`${engine}: a pausing consumer's memory grew by ${growth} bytes`]
      : [];
  } finally {
    await client.close();
    await server.close();
  }
}

export function report(options) {
  const results = new Results('pause');
  const texts = [];
  for (const engine of options.engines(engines)) {
    for (const { events, after, looks } of results.samples(engine)) {
      const mebibytes = (bytes) => figure(bytes / MEBIBYTE);
      const rows = looks.map(({ second, held, rss, sent }) => [
        `${second} s`,
        mebibytes(held),
        mebibytes(rss),
        mebibytes(sent - looks[0].sent),
      ]);
      const rate = (count) => Math.round((count / WARM) * 1000).toLocaleString('en-US');
      const title = `pause: MiB while a consumer waits, ${engine} (${rate(events)} events/s before, ${rate(after)} after)`;
      texts.push(table(['into the pause', 'held', 'resident', 'sent since'], rows, title));
    }
  }
  return texts.join('\n');
}
