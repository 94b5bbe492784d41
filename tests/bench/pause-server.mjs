// Pushes events as fast as they are taken, and counts the bytes that it could get rid of.
import { createServer } from 'node:http';
import { runCommands } from './command-loop.mjs';

const BLOCK = `data: ${'x'.repeat(200)}\n\n`.repeat(300);

let sent = 0;

function push(response) {
  while (!response.destroyed) {
    sent += BLOCK.length;
    if (!response.write(BLOCK)) break;
  }
}

runCommands({
  listen: () =>
    new Promise((resolve) => {
      const server = createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.on('drain', () => push(response));
        push(response);
      });
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`));
    }),
  sent: () => sent,
});
