// npm run conformance [-- engine… --peers --failures]: how much of the conformance table the native EventSource
// and this package pass, in the three browsers; with --peers other packages, too; with --failures each that fails.
import { prepareAndBuild } from './build.mjs';
import { importTypeScript, readCommandLine } from './command-line.mjs';
import { ensure } from './machine.mjs';
import { main } from './steps.mjs';
import { forBrowsers } from './toolchain.mjs';

await main(async () => {
  const { engines, values } = readCommandLine(
    'npm run conformance [-- chromium firefox webkit --peers --failures]',
    { peers: { type: 'boolean' }, failures: { type: 'boolean' } },
  );
  await ensure(...forBrowsers);
  await prepareAndBuild();
  const { report } = await importTypeScript('tests/web/conformance/report.ts');
  await report(engines, values);
});
