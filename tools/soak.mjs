// npm run soak: many sources, long streams and many short ones in Chromium, and what they leave behind.
import { prepareAndBuild } from './build.mjs';
import { ensure, ensureNode, needs } from './machine.mjs';
import { main, runPackage, step } from './steps.mjs';
import { forPackage } from './toolchain.mjs';

await main(async () => {
  ensureNode();
  await ensure(...forPackage, needs.chromium, needs.openssl);
  await prepareAndBuild();
  await step('Running the soak tests in Chromium', 'two to five minutes', () =>
    runPackage('vitest', ['run', '--project=soak', ...process.argv.slice(2)], { show: true }),
  );
});
