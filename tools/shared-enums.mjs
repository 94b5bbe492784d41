// Turns the enums of the C++ headers that carry the line "// shared" into TypeScript const enums, so
// that both sides read one definition:
//
//   // shared
//   enum RegionWord : int32_t {            export const enum RegionWord {
//     kRegionStart = 0,  // a comment        /** a comment */
//   };                                       RegionStart = 0,
//                                          }
//
// src/event_table.h becomes build/generated/event-table.ts. The build fails at anything that the reader
// below does not know: a value that is silently wrong on one side would corrupt every event.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot, writeIfChanged } from './files.mjs';

const MARKER = /^[ \t]*\/\/ shared[ \t]*$/gm;
const OPENING = /\n[ \t]*enum (?:class )?([A-Z]\w*) : int32_t \{/y;
const TOKEN =
  /(?<newline>\n)|(?<space>[ \t]+)|\/\/(?<line>[^\n]*)|\/\*(?<block>.*?)\*\/|k(?<name>[A-Z]\w*)\s*=\s*(?<value>-?\d+|0x[\da-fA-F]+)\b|(?<comma>,)|(?<end>\};)/sy;
const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;

/**
 * Reads the members of an enum from `start`, just after its brace, to its end. A comment belongs to
 * the member on whose line it begins, together with the comment lines right below it; a comment that
 * stands alone belongs to the member after it.
 */
function readMembers(text, start, fail) {
  const members = [];
  let trailing = false; // a comment found now belongs to the last member
  let leading = [];
  let separated = true; // by a comma from the member before
  let lineHasComment = false;
  TOKEN.lastIndex = start;
  for (;;) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.groups;
    if (!token) fail(at, 'a shared enum may hold only "kName = number," and comments');
    const comment = (token.line ?? token.block)?.trim();
    if (token.newline) {
      trailing &&= lineHasComment;
      lineHasComment = false;
    } else if (comment !== undefined) {
      (trailing ? members.at(-1).comments : leading).push(comment);
      lineHasComment = true;
    } else if (token.name) {
      const value = Number(token.value);
      if (!separated) fail(at, 'a comma is missing');
      if (value < MIN_INT32 || value > MAX_INT32) fail(at, `${token.value} is not an int32`);
      members.push({ name: token.name, value: token.value, comments: leading });
      leading = [];
      trailing = true;
      separated = false;
    } else if (token.comma) {
      if (separated) fail(at, 'there is a comma too many');
      separated = true;
    } else if (token.end) {
      return { members, end: TOKEN.lastIndex };
    }
  }
}

/** The shared enums of one header, in order. `name` is for messages. */
function readSharedEnums(text, name) {
  const fail = (at, message) => {
    throw new Error(`${name}:${text.slice(0, at).split('\n').length}: ${message}`);
  };
  const enums = [];
  for (const marker of text.matchAll(MARKER)) {
    OPENING.lastIndex = marker.index + marker[0].length;
    const opening = OPENING.exec(text);
    if (!opening) fail(marker.index, '"// shared" must stand above "enum Name : int32_t {"');
    const { members } = readMembers(text, OPENING.lastIndex, fail);
    if (members.length === 0) fail(marker.index, `${opening[1]} is empty`);
    enums.push({ name: opening[1], members });
  }
  return enums;
}

/** The TypeScript module for a header's shared enums. */
function writeTypeScript(enums, header) {
  const blocks = enums.map(({ name, members }) => {
    const lines = members.flatMap((member) => [
      ...(member.comments.length > 0 ? [`  /** ${member.comments.join(' ')} */`] : []),
      `  ${member.name} = ${member.value},`,
    ]);
    return `export const enum ${name} {\n${lines.join('\n')}\n}\n`;
  });
  return `// Generated from ${header} by tools/shared-enums.mjs; change it there.\n\n${blocks.join('\n')}`;
}

/** Where headers may hold enums that TypeScript shares. */
export const kSharedFolders = ['src', 'bindings'];

/** Writes one module per header that holds shared enums; returns how many files changed. */
export function generateSharedEnums(folders, outputDir) {
  mkdirSync(outputDir, { recursive: true });
  const headers = folders.flatMap((folder) =>
    readdirSync(inRoot(folder))
      .filter((file) => file.endsWith('.h'))
      .map((file) => `${folder}/${file}`),
  );
  return headers.filter((header) => {
    const enums = readSharedEnums(readFileSync(inRoot(header), 'utf8'), header);
    const file = join(outputDir, `${basename(header, '.h').replaceAll('_', '-')}.ts`);
    return enums.length > 0 && writeIfChanged(file, writeTypeScript(enums, header));
  }).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    generateSharedEnums(kSharedFolders, inRoot('build/generated'));
  } catch (error) {
    console.error(`shared-enums: ${error.message}`);
    process.exitCode = 1;
  }
}
