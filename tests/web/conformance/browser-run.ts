import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import express from 'express';
import type { Engine } from '../../support/browser-programs.ts';
import { openBrowser } from '../../support/open-browser.ts';
import { startStreamServer } from '../../support/stream-server.ts';
import { scopes } from './case.ts';
import type { Lane, LaneResult } from './lane.ts';

/** Lanes that run at a time; WebKitGTK opens no more than 17 connections in all. */
const kLanesAtOnce: Record<Engine, number> = { chromium: 4, firefox: 4, webkit: 2 };

/**
 * Plays the whole table in one engine, for each implementation in each scope.
 *
 * @param limits how long one case and everything may take, ms
 */
export async function runInBrowser(
  engine: Engine,
  implementations: readonly string[],
  limits = { case: 15_000, all: 400_000 },
): Promise<LaneResult[]> {
  // Each lane has origins of its own, and with them its own connections and workers.
  const laneCount = implementations.length * scopes.length;
  const server = await startStreamServer(1 + 3 * laneCount);
  const [first, ...origins] = server.origins;
  const lanes: Lane[] = scopes.flatMap((scope) =>
    implementations.map((implementation) => {
      const [origin, otherOrigin, control] = origins.splice(0, 3);
      return { implementation, scope, origin, otherOrigin, control, limit: limits.case };
    }),
  );
  const results: LaneResult[] = [];
  let finish = () => {};
  let timer: NodeJS.Timeout | undefined;
  const finished = new Promise<void>((resolve, reject) => {
    finish = resolve;
    timer = setTimeout(() => {
      const done = results.map(({ implementation, scope }) => `${implementation} ${scope}`);
      reject(new Error(`${engine} did not finish; it had done: ${done.join(', ') || 'nothing'}`));
    }, limits.all);
  });

  const { app } = server;
  for (const implementation of implementations) {
    const script = await bundle(implementation);
    app.get(`/conformance/${implementation}.js`, (_, response) => {
      response.type('text/javascript').send(script);
    });
  }
  app.get('/conformance/lane/:implementation', ({ params: { implementation } }, response) => {
    response
      .type('html')
      .send(page(`<script type="module" src="../${implementation}.js"></script>`));
  });
  app.get('/conformance/all', (_, response) => {
    response
      .type('html')
      .send(
        page(`<script>(${openLanes})(${JSON.stringify(lanes)}, ${kLanesAtOnce[engine]})</script>`),
      );
  });
  app.use('/conformance/results', (request, response, next) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') response.status(204).end();
    else next();
  });
  app.post('/conformance/results', express.json({ limit: '64mb' }), (request, response) => {
    results.push(request.body as LaneResult);
    response.status(204).end();
    if (results.length === laneCount) finish();
  });

  const stop = await openBrowser(engine, `${first}/conformance/all`);
  try {
    await finished;
  } finally {
    clearTimeout(timer);
    await stop();
    await server.close();
  }
  return results;
}

/** Runs in the first page: opens one frame per lane, some at a time. */
async function openLanes(lanes: Lane[], atOnce: number): Promise<void> {
  const worker = async () => {
    for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
      const frame = document.createElement('iframe');
      const fragment = encodeURIComponent(JSON.stringify(lane));
      frame.src = `${lane.origin}/conformance/lane/${lane.implementation}#${fragment}`;
      document.body.append(frame);
      await new Promise<void>((resolve) => {
        addEventListener('message', ({ source }) => {
          if (source === frame.contentWindow) resolve();
        });
      });
      frame.remove();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const page = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Conformance</title><body>${script}`;

/** The script of a lane's page and workers. */
async function bundle(implementation: string): Promise<string> {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [file('./scope.ts')],
    alias: { implementation: file(`./implementations/${implementation}.ts`) },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
