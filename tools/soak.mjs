// npm run soak: many sources, long streams and many short ones in Chromium, and what they leave behind; and an
// open inspector in the three browsers.
import { prepareAndBuild } from './build.mjs';
import { ensure, needs } from './machine.mjs';
import { main, runPackage, step } from './steps.mjs';
import { forBrowsers } from './toolchain.mjs';

await main(async () => {
  await ensure(...forBrowsers, needs.openssl);
  await prepareAndBuild();
  await step('Running the soak tests', 'five to ten minutes', () =>
    runPackage('vitest', ['run', '--project=soak', ...process.argv.slice(2)], { show: true }),
  );
});
