// A server that sends its last events and is gone, while listeners still work on the first: what a
// stream has in its queue when it is errored is thrown away, so it has to be read before.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { EventSource } from '../../web/index.ts';

const kEvents = 30;

type End = 'a missing last chunk' | 'a reset';

/** Each event in a packet of its own, and then the end, without a word. */
async function sendAndLeave(socket: Socket, end: End): Promise<void> {
  socket.setNoDelay(true);
  const write = (text: string) => new Promise((resolve) => socket.write(text, resolve));
  await write(
    'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  for (let i = 0; i < kEvents; i++) {
    const event = `data: ${i}\n\n`;
    await write(`${event.length.toString(16)}\r\n${event}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  if (end === 'a reset') socket.resetAndDestroy();
  else socket.end();
}

async function serveOnce(end: End): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => void sendAndLeave(socket, end));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

async function receive(end: End, workFor: (event: number) => number): Promise<string[]> {
  const source = new EventSource(await serveOnce(end));
  const came: string[] = [];
  await new Promise((resolve) => {
    source.onerror = resolve;
    source.onmessage = ({ data }) => {
      work(workFor(came.push(data)));
    };
  });
  source.close();
  return came;
}

const all = Array.from({ length: kEvents }, (_, i) => String(i));

for (const end of ['a missing last chunk', 'a reset'] as const) {
  test(`${end} takes no event from listeners of 20 ms each`, async () => {
    expect(await receive(end, () => 20)).toEqual(all);
  });

  test(`${end} takes no event from a listener that works for 600 ms first`, async () => {
    expect(await receive(end, (event) => (event === 1 ? 600 : 0))).toEqual(all);
  });
}
