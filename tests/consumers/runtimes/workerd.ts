import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import { startProgram } from '../../support/browser-process.ts';

/** With ORIGIN, and a network that includes this machine. */
const configOf = (
  origin: string,
  compatibilityDate: string,
) => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  bindings = [(name = "ORIGIN", text = ${JSON.stringify(origin)})],
  compatibilityDate = ${JSON.stringify(compatibilityDate)},
);
`;

/**
 * Bundles a worker, and makes one request to it.
 *
 * @param folder a project that has workerd
 * @param worker a file of it
 * @param compatibilityDate which of the runtime's changes it is to know
 * @returns the JSON that it responds with
 */
export async function runInWorkerd(
  folder: string,
  worker: string,
  origin: string,
  compatibilityDate: string,
): Promise<unknown> {
  await build({
    entryPoints: [join(folder, worker)],
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    logLevel: 'error',
  });
  const config = join(folder, 'config.capnp');
  writeFileSync(config, configOf(origin, compatibilityDate));
  const file = join(folder, 'node_modules/.bin/workerd');
  const { program, stop } = startProgram(file, ['serve', '--control-fd=3', config], { pipes: 1 });
  try {
    const port = await listeningPort(program.stdio[3] as Readable);
    return await (await fetch(`http://127.0.0.1:${port}/`)).json();
  } finally {
    await stop();
  }
}

/** The port that workerd says that it listens on, in a line of JSON. */
async function listeningPort(control: Readable): Promise<number> {
  let text = '';
  for await (const part of control) {
    text += part;
    if (text.includes('\n')) return JSON.parse(text.slice(0, text.indexOf('\n'))).port;
  }
  throw new Error('workerd has ended');
}
