// npm run docs: generates the documentation site in build/docs.
import { prepareAndBuild } from './build.mjs';
import { main, runPackage, step } from './steps.mjs';

await main(async () => {
  await prepareAndBuild(); // some types are generated
  await step('Generating build/docs', 'about 10 s', () => runPackage('typedoc', []));
});
