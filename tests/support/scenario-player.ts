import type { Request, Response } from 'express';
import type { Step } from './stream-scenario.ts';

/** Between two pieces, ms. */
const kPause = 2;

/** Plays the steps of one connection. */
export async function playSteps(
  steps: readonly Step[],
  request: Request,
  response: Response,
  go: () => Promise<void>,
): Promise<void> {
  response.socket?.setNoDelay(true);
  for (const step of steps) {
    if (response.destroyed) return;
    if (step === 'wait') await go();
    else if (step === 'hold') return;
    else if (step === 'end') return void response.end();
    else if (step === 'cut') return void breakOff(response);
    else if ('head' in step) {
      response.writeHead(step.head, step.headers);
      // Node keeps the head back until the first byte of the body otherwise.
      response.flushHeaders();
    } else if ('text' in step) await write(response, Buffer.from(step.text, 'utf8'));
    else if ('bytes' in step) await write(response, Buffer.from(step.bytes));
    else await write(response, missing(step.replay, request).subarray(0, step.limit ?? undefined));
  }
}

/**
 * Destroys the connection. If no head was sent yet, the first bytes of one are sent before: Firefox
 * repeats a request by itself, unseen by the script, when it received nothing at all.
 */
export function breakOff(response: Response): void {
  const { socket } = response;
  if (response.headersSent) socket?.destroy();
  else socket?.write('HTTP/1.1 ', () => setTimeout(() => socket.resetAndDestroy(), kPause));
}

/**
 * Resolves when the piece has been passed to the kernel and a pause is over, so that a cut cannot
 * overtake it, and the client's network stack can read it on its own.
 */
function write(response: Response, piece: Buffer): Promise<void> {
  if (piece.length === 0 || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    response.write(piece, () => setTimeout(resolve, kPause));
  });
}

function missing(blocks: string[], request: Request): Buffer {
  const header = request.headers['last-event-id'];
  const id = header === undefined ? null : Buffer.from(String(header), 'latin1').toString('utf8');
  const seen = blocks.findIndex((block) => block.split(/[\r\n\uFEFF]/).includes(`id: ${id}`));
  return Buffer.from(blocks.slice(seen + 1).join(''), 'utf8');
}
