// What CHANGELOG.md says of a version.
import { readFileSync } from 'node:fs';
import { inRoot } from './files.mjs';

/** The section "## <title>", or "## <title> - <date>", without its heading; undefined if there is none. */
export function changelogSection(title) {
  const sections = readFileSync(inRoot('CHANGELOG.md'), 'utf8').split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/[\s]/, 1)[0] === title);
  return section?.slice(section.indexOf('\n') + 1).trim();
}

/** Does a section name a change? */
export const namesChanges = (section) => /^- /m.test(section ?? '');
