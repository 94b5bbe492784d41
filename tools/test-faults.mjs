// npm run test:faults [-- engine…]: 10,000 numbered events over at least 200 faults on each of five ways through
// nginx and nchan, in Node and the three browsers, or in those that are named. Prints a table.
// FAULTS_EVENTS, FAULTS_COUNT and FAULTS_SEED change the numbers.
import { prepareAndBuild } from './build.mjs';
import { readCommandLine } from './command-line.mjs';
import { ensure } from './machine.mjs';
import { main, runPackage, step } from './steps.mjs';
import { forFaults } from './toolchain.mjs';

const kEngines = ['node', 'chromium', 'firefox', 'webkit'];

await main(async () => {
  const usage = `npm run test:faults [-- ${kEngines.join(' ')}]`;
  const { engines } = readCommandLine(usage, {}, kEngines);
  await ensure(...forFaults);
  await prepareAndBuild();
  await step(`Running into faults in ${engines.join(', ')}`, 'three to ten minutes for each', () =>
    runPackage('vitest', ['run', '--project=faults', 'tests/faults/real-faults.test.ts'], {
      show: true,
      env: {
        FAULTS_EVENTS: '10000',
        FAULTS_COUNT: '200',
        ...process.env,
        FAULTS_ENGINES: engines.join(),
      },
    }),
  );
});
