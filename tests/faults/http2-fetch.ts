import { connect } from 'node:http2';
import type { FetchLike } from '../../web/index.ts';

/** `fetch` over HTTP/2, which Node's own does not do. Each request has a connection, and takes any certificate. */
export const http2Fetch: FetchLike = (url, { method = 'GET', headers, signal }) =>
  new Promise((resolve, reject) => {
    const { origin, pathname, search } = new URL(url);
    const session = connect(origin, { rejectUnauthorized: false });
    const drop = () => session.destroy();
    signal.addEventListener('abort', drop, { once: true });
    const stream = session.request({ ':method': method, ':path': pathname + search, ...headers });
    let failure: Error | undefined;
    const fail = (error: Error) => {
      failure ??= error;
      stream.destroy(failure);
      session.destroy();
      reject(failure);
    };
    session.once('error', fail);
    session.once('close', () => {
      signal.removeEventListener('abort', drop);
      if (!stream.readableEnded) fail(new Error('The connection has ended'));
    });
    stream.on('error', fail).once('aborted', () => fail(new Error('The stream was aborted')));
    stream.once('response', (head) => resolve(responseOf(Number(head[':status']), head)));

    const responseOf = (status: number, head: Record<string, unknown>) => ({
      status,
      headers: { get: (name: string) => head[name.toLowerCase()] as string | undefined },
      body: chunks(),
    });
    async function* chunks() {
      try {
        yield* stream;
        if (failure) throw failure;
      } finally {
        session.destroy();
      }
    }
  });
