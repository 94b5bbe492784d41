import { expect, test } from 'vitest';
import { parts } from '../../tools/test-parts.mjs';
import config from '../../vitest.config.ts';

interface Project {
  test: { name: string; browser?: { instances: { name: string }[] } };
}

/** `npm run consumers -- --all` and `npm run soak` run them. */
const kLeftOut = ['drop-in', 'frameworks', 'soak'];

test('every Vitest project is in one part of npm test, and every part names projects that exist', () => {
  const projects = ((config.test?.projects ?? []) as Project[]).flatMap(
    ({ test: { name, browser } }) =>
      browser ? browser.instances.map((instance) => instance.name) : [name],
  );
  const played = Object.values(parts).flatMap((part) => part.projects ?? []);
  expect([...played, ...kLeftOut].sort()).toEqual(projects.sort());
});
