// The server behind nginx, a process of its own so that it can be killed: event-server.mjs PORT LAST SEED.
// It sends the numbered events after Last-Event-ID, up to LAST, and ends the response. What it writes ends
// in the middle of an event, so that this is where SIGKILL finds it. Now and then it falls silent until
// nginx's timeout ends the connection.
import { createServer } from 'node:http';
import { blockOf, seeded } from './numbered-events.mjs';

const [port, last, seed] = process.argv.slice(2).map(Number);
const random = seeded(seed);

const server = createServer((request, response) => {
  const route = String(request.headers['x-route']);
  process.send({ route, protocol: request.headers['x-protocol'] });
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let next = Number(request.headers['last-event-id'] ?? 0) + 1;
  let unsent = Buffer.alloc(0);
  const silentAfter = random(40) === 0 ? next + random(60) : Number.POSITIVE_INFINITY;

  const write = () => {
    if (response.destroyed) return;
    if (next > silentAfter) {
      process.send({ route, fault: 'nginx timeout' });
      return;
    }
    const blocks = [unsent];
    for (let i = random(12); i >= 0 && next <= last; i--) blocks.push(Buffer.from(blockOf(next++)));
    const bytes = Buffer.concat(blocks);
    if (next > last) {
      response.end(bytes);
      return;
    }
    unsent = bytes.subarray(bytes.length - 1 - random(Math.min(20, bytes.length - 1)));
    const sent = response.write(bytes.subarray(0, bytes.length - unsent.length));
    if (sent) setTimeout(write, random(3));
    else response.once('drain', write);
  };
  write();
});
// nginx keeps no connection to it for another request.
server.keepAliveTimeout = 1;
server.listen(port, '127.0.0.1', () => process.send({ listening: true }));
process.once('disconnect', () => process.exit());
