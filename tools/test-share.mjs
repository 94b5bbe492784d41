// npm run test:share [-- engine… --changes N --events N --seed S --only words]: plays what can happen to tabs
// that share a connection, for some minutes in each engine. npm test plays a short form.
import { prepareAndBuild } from './build.mjs';
import { importTypeScript, readCommandLine } from './command-line.mjs';
import { ensure } from './machine.mjs';
import { main } from './steps.mjs';
import { forBrowsers } from './toolchain.mjs';

await main(async () => {
  const { engines, values } = readCommandLine(
    'npm run test:share [-- chromium firefox webkit --changes N --events N --seed S --only words]',
    {
      changes: { type: 'string', default: '100' },
      events: { type: 'string', default: '10000' },
      seed: { type: 'string' },
      only: { type: 'string' },
    },
  );
  await ensure(...forBrowsers);
  await prepareAndBuild();
  const { report } = await importTypeScript('tests/sharing/report.ts');
  if (!(await report(engines, values))) process.exitCode = 1;
});
