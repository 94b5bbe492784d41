import { readFileSync } from 'node:fs';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type Certificate, makeCertificate } from '../faults/certificate.ts';
import { temporaryFolder } from '../faults/programs.ts';
import { pageScript } from '../support/page-script.ts';
import { residentMemory } from './resident-memory.ts';

/** Serves pages and event streams over HTTP/2. */
export interface SoakServer {
  url: string;
  certificate: Certificate & { ports: number[] };
  /** Connections that are there now. */
  sockets: number;
  /** Event streams that are there now, and the most that there were. */
  streams: number;
  mostStreams: number;
  /** What the page reports. Rejects with the error that it reports. */
  report<Report>(): Promise<Report>;
  close(): Promise<void>;
}

const kBlockEvents = 5000;

/** The page's module, a file of this folder, finds the name of what it is to run and its arguments in `soak`. */
export async function startSoakServer(
  run: string,
  args: object,
  module = 'page.ts',
): Promise<SoakServer> {
  const script = await pageScript(new URL(module, import.meta.url));
  const { folder, remove } = temporaryFolder();
  const certificate = makeCertificate(folder);
  const { key, certificate: cert } = certificate;
  const server = createSecureServer({
    key: readFileSync(key),
    cert: readFileSync(cert),
    settings: { maxConcurrentStreams: 1000 }, // else Chromium takes it for 100
  });

  type Told = { error?: string };
  let tell: (report: Told) => void;
  const told = new Promise<Told>((resolve) => {
    tell = resolve;
  });
  const soak: SoakServer = {
    url: '',
    certificate: { ...certificate, ports: [] },
    sockets: 0,
    streams: 0,
    mostStreams: 0,
    async report<Report>() {
      const report = await told;
      if (report.error) throw new Error(report.error);
      return report as Report;
    },
    close: () => {
      for (const session of sessions) session.destroy();
      remove();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    soak.sockets += 1;
    session.once('close', () => {
      sessions.delete(session);
      soak.sockets -= 1;
    });
    session.on('error', () => {});
  });
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => {});
    const { pathname, searchParams } = new URL(String(headers[':path']), 'https://127.0.0.1');
    const number = (name: string) => Number(searchParams.get(name));
    const head = (type: string) =>
      stream.respond({ ':status': 200, 'content-type': type, 'cache-control': 'no-store' });
    if (pathname === '/report') {
      let body = '';
      stream.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      stream.once('end', () => {
        head('text/plain');
        stream.end();
        tell(JSON.parse(body));
      });
    } else if (pathname === '/memory') {
      head('application/json');
      stream.end(JSON.stringify({ resident: residentMemory() }));
    } else if (pathname === '/streams') {
      head('application/json');
      stream.end(JSON.stringify({ sockets: soak.sockets, streams: soak.streams }));
    } else if (pathname in streams) {
      soak.streams += 1;
      soak.mostStreams = Math.max(soak.mostStreams, soak.streams);
      stream.once('close', () => {
        soak.streams -= 1;
      });
      head('text/event-stream');
      streams[pathname as keyof typeof streams](stream, number);
    } else {
      head('text/html');
      stream.end(
        `<!doctype html><meta charset="utf-8" /><title>Soak</title><script type="module">
globalThis.soak = ${JSON.stringify([run, args])};
${script}</script>`,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  soak.url = `https://127.0.0.1:${port}/`;
  soak.certificate.ports.push(port);
  return soak;
}

type Numbers = (name: string) => number;

/** `count` events from number `from` on, each with `padding` blanks behind its number. */
function numbered(number: Numbers) {
  const from = number('from');
  const padding = ' '.repeat(number('padding'));
  return {
    count: number('count'),
    block: (index: number) => `data: ${from + index}${padding}\n\n`,
  };
}

const streams = {
  /** `count` numbered events, one each `interval` ms; the stream stays open. */
  '/ticks'(stream: ServerHttp2Stream, number: Numbers) {
    let sent = 0;
    const timer = setInterval(() => {
      stream.write(`id: ${++sent}\ndata: ${sent}\n\n`);
      if (sent >= number('count')) clearInterval(timer);
    }, number('interval'));
    stream.once('close', () => clearInterval(timer));
  },

  /** The events `from` to `from + count - 1`, `rate` a second, and the end. */
  '/paced'(stream: ServerHttp2Stream, number: Numbers) {
    const { block, count } = numbered(number);
    const start = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = ((performance.now() - start) / 1000) * number('rate');
      while (sent < Math.min(due, count)) stream.write(block(sent++));
      if (sent < count) return;
      clearInterval(timer);
      stream.end();
    }, 1);
    stream.once('close', () => clearInterval(timer));
  },

  /** One event; the stream stays open. */
  '/one'(stream: ServerHttp2Stream) {
    stream.write('id: 1\ndata: 1\n\n');
  },

  /** The events `from` to `from + count - 1`, as fast as they are read, and the end. */
  '/flood'(stream: ServerHttp2Stream, number: Numbers) {
    const { block, count } = numbered(number);
    let sent = 0;
    const write = () => {
      while (sent < count && !stream.destroyed) {
        const blocks: string[] = [];
        for (let i = 0; i < kBlockEvents && sent < count; i++) blocks.push(block(sent++));
        if (!stream.write(blocks.join(''))) {
          stream.once('drain', write);
          return;
        }
      }
      if (!stream.destroyed) stream.end();
    };
    write();
  },
};
