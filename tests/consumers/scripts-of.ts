import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names of the scripts in a folder. */
export const scriptNames = (folder: string) =>
  readdirSync(folder).filter((name) => name.endsWith('.js'));

/** Their texts. */
export const scriptsOf = (folder: string) =>
  scriptNames(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
