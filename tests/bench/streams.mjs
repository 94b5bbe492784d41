// The event streams that the bench's server gives out.
import { createWorkload } from './workloads.mjs';

const BLOCK_BYTES = 1 << 20;
const blocks = new Map();

/** About 1 MiB of a workload: sent again and again, it costs the server next to nothing. */
export function blockOf(workload) {
  if (!blocks.has(workload)) {
    const { bytes, ends, counts } = createWorkload(workload, BLOCK_BYTES);
    blocks.set(workload, { bytes: Buffer.from(bytes.buffer), ends, events: counts.at(-1) });
  }
  return blocks.get(workload);
}

function begin(request, response) {
  response.setHeader('Content-Type', 'text/event-stream');
  request.socket.setNoDelay(true);
}

export const streamRoutes = {
  /** ?workload&blocks: as fast as the reader takes it. */
  '/stream': (request, response, query) => {
    begin(request, response);
    const { bytes } = blockOf(query.get('workload'));
    let left = Number(query.get('blocks'));
    const write = () => {
      while (left > 0 && !response.destroyed) {
        left--;
        if (!response.write(bytes)) return response.once('drain', write);
      }
      response.end();
    };
    write();
  },

  /** ?workload&events&interval: one event per write, every `interval` ms. */
  '/paced': (request, response, query) => {
    begin(request, response);
    response.flushHeaders();
    const { bytes, ends } = blockOf(query.get('workload'));
    const events = Number(query.get('events'));
    const interval = Number(query.get('interval'));
    const start = performance.now();
    let sent = 0;
    // One event at a time, also when the timer is late: two in one write would be one chunk.
    const send = () => {
      if (response.destroyed) return;
      const index = sent % ends.length;
      response.write(bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]));
      sent++;
      if (sent === events) response.end();
      else setTimeout(send, Math.max(0, Math.floor(start + sent * interval - performance.now())));
    };
    send();
  },

  /** One event, at once; then silence. */
  '/one': (request, response) => {
    begin(request, response);
    response.write('data: one\n\n');
  },

  /** ?types: one event of each of so many types, once /release is asked for. */
  '/types': async (request, response, query) => {
    begin(request, response);
    await new Promise((resolve) => held.push(resolve));
    const types = Number(query.get('types'));
    for (let type = 0; type < types && !response.destroyed; ) {
      let text = '';
      for (let i = 0; i < 1000 && type < types; i++, type++) {
        text += `event: type-${type}\ndata: ${type}\n\n`;
      }
      if (!response.write(text)) await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  },

  '/release': (_request, response) => {
    for (const start of held.splice(0)) start();
    response.end();
  },
};

const held = [];
