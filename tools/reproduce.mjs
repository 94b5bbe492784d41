// npm run reproduce: builds the package in two clean clones of what is committed, and compares the tarballs.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './files.mjs';
import { ensure, findProgram, nativeTools } from './machine.mjs';
import { pack } from './pack.mjs';
import { main, run, runNpm, Stop, step } from './steps.mjs';
import { emscripten } from './toolchain.mjs';

/** Builds and packs a clean clone of a commit; the clones share this checkout's compiler. */
async function packClone(commit) {
  const clone = mkdtempSync(join(tmpdir(), 'eventsource-clone-'));
  try {
    await run('git', ['clone', '--quiet', '--no-hardlinks', inRoot('.'), clone]);
    await run('git', ['checkout', '--quiet', '--detach', commit], { cwd: clone });
    const folder = inRoot('.toolchain/emscripten/upstream/emscripten');
    const env = findProgram('emcc') ? {} : { PATH: `${folder}${delimiter}${process.env.PATH}` };
    await runNpm(['run', 'build'], { cwd: clone, env });
    const { tarball } = await pack(clone);
    return createHash('sha512').update(readFileSync(tarball)).digest('hex');
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

/** Resolves to the SHA-512 that both tarballs have. */
export async function reproduce() {
  await ensure(...nativeTools, emscripten);
  const commit = await run('git', ['rev-parse', 'HEAD']);
  const build = () => packClone(commit);
  const first = await step('Building a clean clone', 'a minute or two', build);
  const second = await step('Building another one', 'a minute or two', build);
  if (first !== second) throw new Stop('Two builds of one commit gave two different tarballs.');
  return first;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    console.log(`\nBoth tarballs are the same, bit for bit: SHA-512 ${await reproduce()}`);
  });
}
