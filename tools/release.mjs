// npm run release: runs all that a version must pass before it is published, and makes the tarball and
// the release notes. Publishes nothing.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { changelogSection, namesChanges } from './changelog.mjs';
import { inRoot, root } from './files.mjs';
import { ensure } from './machine.mjs';
import { pack } from './pack.mjs';
import { reproduce } from './reproduce.mjs';
import { main, run, runNpm, Stop, step } from './steps.mjs';
import { npmPackages } from './toolchain.mjs';

const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const hash = (algorithm, file) => createHash(algorithm).update(readFileSync(file));

/** Subresource integrity, https://www.w3.org/TR/SRI/, of the scripts that pages load from a CDN. */
const integrityOf = (name) => `sha384-${hash('sha384', inRoot('dist', name)).digest('base64')}`;

async function mustBeCommitted() {
  const changed = await run('git', ['status', '--porcelain']);
  if (changed !== '')
    throw new Stop(`A release is made of what is committed; these files are not:\n${changed}`);
}

function changesOf(version) {
  const changes = changelogSection(version);
  if (namesChanges(changes)) return changes;
  throw new Stop(`CHANGELOG.md needs a section "## ${version} - <date>" that names the changes.`);
}

/** npm signs a provenance statement only for the repository that package.json names. */
function checkRepository() {
  const { GITHUB_REPOSITORY } = process.env;
  if (!GITHUB_REPOSITORY || manifest.repository?.url?.includes(GITHUB_REPOSITORY)) return;
  throw new Stop(`package.json must name the repository ${GITHUB_REPOSITORY} for its provenance.`);
}

function releaseNotes(changes, tarball) {
  return `${changes}

| file | integrity |
| --- | --- |
| \`dist/standalone.js\` | \`${integrityOf('standalone.js')}\` |
| \`dist/javascript-core.js\` (only where WebAssembly is forbidden) | \`${integrityOf('javascript-core.js')}\` |
| \`${basename(tarball)}\` | \`sha512-${hash('sha512', tarball).digest('base64')}\` |
`;
}

await main(async () => {
  const { version } = manifest;
  const changes = changesOf(version);
  checkRepository();
  await mustBeCommitted();
  await ensure(npmPackages);
  await step('Running all tests and checks', 'ten minutes', () =>
    run('bash', ['.ci/run'], { show: true }),
  );
  await runNpm(['run', '--silent', 'size'], { show: true });
  await runNpm(['run', '--silent', 'docs']);
  const reproduced = await reproduce();
  const { tarball } = await pack();
  if (hash('sha512', tarball).digest('hex') !== reproduced) {
    throw new Stop(
      'The tarball of this checkout differs from that of a clean clone: run rm -r build dist, and try again.',
    );
  }
  const notes = inRoot('build/package/release-notes.md');
  writeFileSync(notes, releaseNotes(changes, tarball));
  console.log(`
${manifest.name} ${version} can be published:
  ${relative(root, tarball)}
  ${relative(root, notes)}
Push a tag v${version}, and the release workflow publishes it with a provenance statement; or run
  npm publish ${relative(root, tarball)}`);
});
