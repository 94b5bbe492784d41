// npm run simulate [-- --connections N | --seed S]: builds the simulation of tests/simulation and runs it.
import { buildPreset } from './cmake.mjs';
import { inRoot } from './files.mjs';
import { ensure } from './machine.mjs';
import { main, run, step } from './steps.mjs';
import { forCore } from './toolchain.mjs';

await main(async () => {
  await ensure(...forCore); // with Catch2 for the tests beside it, which CMake configures
  await step('Building the simulation', 'about a minute the first time', () =>
    buildPreset('native', 'simulation'),
  );
  const program = inRoot('build/native/tests/simulation/simulation');
  await run(program, process.argv.slice(2), { show: true });
});
