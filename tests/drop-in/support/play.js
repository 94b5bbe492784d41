// Plays one library's steps in a process of its own, and prints an outcome per step as a line of JSON:
//     node support/play.js <app>
import { Feed } from './feed.js';

const feed = await Feed.open();
const { default: prepare } = await import(`../apps/${process.argv[2]}.js`);
const app = await prepare(feed);
let failed;
for (const step of ['subscribe', 'receive', 'token', 'resume', 'refusal', 'close']) {
  if (!app[step]) continue;
  let error = failed && `not reached, as ${failed} failed`;
  if (!failed) {
    try {
      await app[step]();
    } catch (thrown) {
      failed = step;
      error = String(thrown?.stack ?? thrown);
    }
  }
  console.log(JSON.stringify({ step, error }));
}
await app.end?.();
feed.close();
// What a library leaves behind (timers, sockets) must not keep the process.
process.exit();
