// npm run fuzz [-- --seconds N]: all fuzzers, C++ and JavaScript, for an hour or so long.
import { prepareAndBuild } from './build.mjs';
import { readSeconds, testFuzzers } from './fuzz.mjs';
import { ensure } from './machine.mjs';
import { main, runPackage, Stop, step } from './steps.mjs';
import { forFuzzers, forPackage } from './toolchain.mjs';

await main(async () => {
  const seconds = readSeconds('fuzz', 3600);
  await ensure(...forPackage, ...forFuzzers);
  await prepareAndBuild();
  const { failed } = await testFuzzers('the fuzzers of the C++ core', seconds);
  await step('Running the fuzzers of the JavaScript', `${seconds} s`, () =>
    runPackage('vitest', ['run', '--project=fuzz-javascript'], {
      show: true,
      env: { FUZZ_SECONDS: String(seconds) },
    }),
  );
  if (failed > 0) throw new Stop(`${failed} fuzzers of the C++ core failed; see above.`);
});
