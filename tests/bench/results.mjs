// Every figure that a bench takes is kept in build/bench/<section>.json as soon as it is there, so
// that a run that was broken off goes on where it stopped (--resume).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { programOf } from './browsers.mjs';
import { benchFolder } from './folders.mjs';
import { median } from './statistics.mjs';

/** Samples by name: 'chromium / llm / 64 KiB / eventsource-parser' -> one object or number a round. */
export class Results {
  #file;
  #content;

  constructor(section) {
    this.#file = `${benchFolder}${section}.json`;
    this.#content = existsSync(this.#file)
      ? JSON.parse(readFileSync(this.#file, 'utf8'))
      : { section, machine: {}, samples: {} };
  }

  /** @param {string[]} parts @returns {any[]} */
  samples(...parts) {
    return this.#content.samples[parts.join(' / ')] ?? [];
  }

  /** Median of the samples, or of one property of them; NaN when there are none. */
  median(parts, property) {
    const values = this.samples(...parts).map((sample) => (property ? sample[property] : sample));
    return median(values.filter((value) => Number.isFinite(value)));
  }

  add(parts, sample) {
    const key = parts.join(' / ');
    this.#content.samples[key] = [...this.samples(key), sample];
  }

  /** What is known of a cell besides its samples. */
  get(...parts) {
    return this.#content.notes?.[parts.join(' / ')];
  }

  set(parts, note) {
    this.#content.notes = { ...this.#content.notes, [parts.join(' / ')]: note };
  }

  clear(...parts) {
    delete this.#content.samples[parts.join(' / ')];
  }

  /** The names at one place of all keys: names(0) are the engines, for example. */
  names(place) {
    return [...new Set(Object.keys(this.#content.samples).map((key) => key.split(' / ')[place]))];
  }

  save(engine) {
    if (engine) this.#content.machine[engine] = versionOf(engine);
    this.#content.machine.cpu = `${cpus().length} x ${cpus()[0].model}`;
    this.#content.machine.load = loadavg()[0];
    this.#content.taken = new Date().toISOString();
    mkdirSync(benchFolder, { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#content, null, 1));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function versionOf(engine) {
  if (engine === 'node') return process.version;
  try {
    return execFileSync(programOf(engine), ['--version'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return 'unknown';
  }
}
