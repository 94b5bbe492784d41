// The documentation site, as `npm run docs` builds it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './code-blocks.ts';

const kTypeDoc = resolve(root, 'node_modules/typedoc/bin/typedoc');
const site = mkdtempSync(join(tmpdir(), 'site-'));
let pages: Map<string, string>; // their texts, by path

beforeAll(() => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [kTypeDoc, '--out', site], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout + stderr);
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' });
  const paths = files.filter((file) => file.endsWith('.html')).map((file) => join(site, file));
  pages = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}, 300_000);
afterAll(() => rmSync(site, { recursive: true, force: true }));

const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value]) =>
    value.replaceAll('&amp;', '&'),
  );

/** Why a link of a page leads nowhere; undefined if it leads somewhere, or to another site. */
function problemOf(page: string, link: string): string | undefined {
  if (link === '#' || /^(?:[a-z]+:|\/\/)/i.test(link)) return undefined;
  const [path, anchor] = link.split('#');
  const file = resolve(dirname(page), decodeURIComponent(path));
  const target = path === '' ? page : path.endsWith('/') ? join(file, 'index.html') : file;
  if (!existsSync(target) || !statSync(target).isFile()) return 'there is no such file';
  if (anchor === undefined || !target.endsWith('.html')) return undefined;
  const ids = attributes(pages.get(target) ?? '', 'id');
  return ids.includes(decodeURIComponent(anchor)) ? undefined : 'the page has no such place';
}

test('has the README, a page for each document, and one for each entry point', () => {
  const names = [...pages.keys()].map((path) => relative(site, path));
  const documents = readdirSync(resolve(root, 'docs')).filter((file) => file.endsWith('.md'));
  expect(documents.length).toBeGreaterThan(3);
  for (const file of documents)
    expect(names).toContain(`documents/${file.replace('.md', '.html')}`);
  for (const entry of ['index', 'decoder', 'external', 'inspector']) {
    expect(names).toContain(`modules/${entry}.html`);
  }
  expect(pages.get(join(site, 'index.html'))).toContain('id="entry-points"');
});

test('holds no link within the site that leads nowhere', () => {
  const broken = [...pages].flatMap(([page, html]) =>
    [...attributes(html, 'href'), ...attributes(html, 'src')].flatMap((link) => {
      const problem = problemOf(page, link);
      return problem === undefined ? [] : [`${relative(site, page)}: ${link}: ${problem}`];
    }),
  );
  expect(broken).toEqual([]);
});

test('finds out a link that leads nowhere', () => {
  const page = join(site, 'index.html');
  expect(problemOf(page, 'documents/recipes.html')).toBeUndefined();
  expect(problemOf(page, 'documents/none.html')).toBe('there is no such file');
  expect(problemOf(page, '#no-such-place')).toBe('the page has no such place');
});
