// The checkout's files: their paths, when they changed, and writing only what differs.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** A file of the checkout, by its path from there. */
export const inRoot = (...path) => join(root, ...path);

/** The path of a file from the checkout's folder, with slashes. */
export const fromRoot = (path) => relative(root, path).split(sep).join('/');

/** Writes a file only when its content differs, so that what is built from it stays fresh. */
export function writeIfChanged(file, content) {
  const bytes = Buffer.from(content);
  if (existsSync(file) && readFileSync(file).equals(bytes)) return false;
  writeFileSync(file, bytes);
  return true;
}

/** The newest modification time (ms) of files and of everything below folders; 0 when none exists. */
export function newest(...paths) {
  return Math.max(
    0,
    ...paths.map((path) => {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (!stat) return 0;
      if (!stat.isDirectory()) return stat.mtimeMs;
      return newest(...readdirSync(path).map((name) => join(path, name)));
    }),
  );
}
