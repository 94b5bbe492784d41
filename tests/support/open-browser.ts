import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, type Stop } from './browser-process.ts';
import { browserProgram, type Engine } from './browser-programs.ts';
import { chromiumSwitches, unthrottled, writePreferences } from './quiet-browsers.mjs';
import { openWebKit } from './webkit-session.ts';

/**
 * Opens a URL in an installed browser, plainly: no DevTools protocol, whose network events make an
 * event stream many times slower. Pages report to the test by themselves.
 */
export async function openBrowser(
  engine: Engine,
  url: string,
  options: BrowserOptions = {},
): Promise<Stop> {
  const program = browserProgram(engine);
  const profile = newProfile(engine);
  const stop = await start[engine](program, url, profile.folder, options);
  return async () => {
    await stop();
    profile.forget();
  };
}

/** A folder for a browser's profile, which is forgotten at the latest when this process ends. */
export function newProfile(engine: Engine): { folder: string; forget(): void } {
  const folder = mkdtempSync(join(tmpdir(), `eventsource-${engine}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  return {
    folder,
    forget: () => {
      remove();
      process.off('exit', remove);
    },
  };
}

/** A self-signed certificate that the browser accepts. */
export interface TestCertificate {
  /** SHA-256 of the certificate, in hexadecimal with colons. */
  fingerprint: string;
  /** SHA-256 of its public key, in Base64. */
  publicKeyHash: string;
  /** The ports of 127.0.0.1 that use it. */
  ports: number[];
}

export interface BrowserOptions {
  trusted?: TestCertificate;
  /** Further ones, for Chromium. */
  switches?: string[];
}

type Start = (
  program: string,
  url: string,
  profile: string,
  options: BrowserOptions,
) => Promise<Stop>;

const start: Record<Engine, Start> = {
  async chromium(program, url, profile, options) {
    return runProgram(program, [...unthrottledSwitches(profile, options), url]);
  },
  async firefox(program, url, profile, { trusted }) {
    writePreferences(profile, { 'dom.min_background_timeout_value': 4 });
    const overrides = trusted?.ports.map(
      (port) => `127.0.0.1:${port}:\tOID.2.16.840.1.101.3.4.2.1\t${trusted.fingerprint}\t\n`,
    );
    writeFileSync(join(profile, 'cert_override.txt'), overrides?.join('') ?? '');
    return runProgram(program, ['--headless', '--no-remote', '--profile', profile, url]);
  },
  webkit: (program, url, _, { trusted }) => openWebKit(program, url, trusted !== undefined),
};

/** For a quiet Chromium with a page that nobody looks at. */
export function unthrottledSwitches(
  profile: string,
  { trusted, switches = [] }: Pick<BrowserOptions, 'trusted' | 'switches'>,
): string[] {
  const all = [...chromiumSwitches(profile), ...unthrottled, ...switches];
  if (trusted) all.push(`--ignore-certificate-errors-spki-list=${trusted.publicKeyHash}`);
  return all;
}
