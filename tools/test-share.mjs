// npm run test:share [-- chromium firefox webkit --changes N --events N --seed S --only words]: plays what can
// happen to tabs that share a connection, for some minutes in each engine. npm test plays a short form.
import { fileURLToPath } from 'node:url';
import { prepareAndBuild } from './build.mjs';
import { ensure } from './machine.mjs';
import { main } from './steps.mjs';
import { forBrowsers } from './toolchain.mjs';

await main(async () => {
  await ensure(...forBrowsers);
  await prepareAndBuild();
  const { runnerImport } = await import('vite'); // only now: it may just have been installed
  const file = fileURLToPath(new URL('../tests/sharing/report.ts', import.meta.url));
  const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' });
  if (!(await module.report(process.argv.slice(2)))) process.exitCode = 1;
});
