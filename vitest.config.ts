import { defineConfig } from 'vitest/config';
import { engines } from './tests/support/browser-programs.ts';
import { installedBrowsers } from './tests/support/browser-provider.ts';
import { productionNames, testsOfPublicNames } from './tests/support/production-names.mjs';

const everywhere = ['tests/web/**/*.test.ts'];
const fuzz = ['tests/web/property-fuzz.node.test.ts', 'tests/web/header-fuzz.node.test.ts'];
const nodeOnly = ['tests/web/**/*.node.test.ts', 'tests/web/conformance/**'];
const notInNode = ['tests/web/**/*.browser.test.ts', 'tests/web/conformance/**', ...fuzz];

/** Of tests that start programs, browsers above all, on a machine that may be busy with others. */
const patient = { testTimeout: 60_000, hookTimeout: 60_000 };

const browsers = {
  enabled: true,
  headless: true,
  ui: false,
  screenshotFailures: false,
  api: { host: '127.0.0.1' },
  provider: installedBrowsers(),
};

export default defineConfig({
  test: {
    // One event-stream server for Node and all browsers.
    globalSetup: './tests/support/global-setup.ts',
    testTimeout: 20_000,
    expect: { poll: { timeout: 15_000 } }, // the machine may be busy with other tests
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: everywhere,
          exclude: notInNode,
          provide: { engine: 'node' },
        },
      },
      {
        extends: true,
        test: {
          name: 'browsers',
          include: everywhere,
          exclude: nodeOnly,
          browser: {
            ...browsers,
            instances: [
              ...engines.map((engine) => ({ browser: engine, name: engine, provide: { engine } })),
              {
                browser: 'chromium',
                name: 'chromium-without-webassembly',
                provide: { engine: 'chromium' },
                setupFiles: './tests/support/without-webassembly.ts',
                exclude: [...nodeOnly, 'tests/web/no-webassembly.test.ts'],
              },
            ],
          },
        },
      },
      {
        // With the names of production files, as the next.
        extends: true,
        plugins: [productionNames()],
        test: {
          name: 'production-node',
          environment: 'node',
          include: testsOfPublicNames(),
          exclude: notInNode,
          provide: { engine: 'node' },
        },
      },
      {
        extends: true,
        plugins: [productionNames()],
        test: {
          name: 'production',
          include: testsOfPublicNames(),
          exclude: nodeOnly,
          browser: {
            ...browsers,
            instances: [
              { browser: 'chromium', name: 'production-chromium', provide: { engine: 'chromium' } },
            ],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          environment: 'node',
          include: ['tests/web/conformance/**/*.test.ts'],
        },
      },
      {
        // For a minute; see there.
        test: { name: 'fuzz-javascript', environment: 'node', include: fuzz },
      },
      {
        test: {
          name: 'faults',
          environment: 'node',
          include: ['tests/faults/*.test.ts'],
          ...patient,
        },
      },
      {
        // Browsers with several tabs, one after the other.
        test: {
          name: 'sharing',
          environment: 'node',
          include: ['tests/sharing/*.test.ts'],
          ...patient,
          fileParallelism: false,
        },
      },
      {
        // Minutes long; `npm run soak` runs it.
        test: {
          name: 'soak',
          environment: 'node',
          include: ['tests/soak/*.test.ts'],
          ...patient,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'tools',
          environment: 'node',
          include: ['tests/tools/*.test.ts'],
          ...patient,
        },
      },
      {
        test: {
          name: 'docs',
          environment: 'node',
          include: ['tests/docs/*.test.ts'],
          ...patient,
        },
      },
      {
        // Without the stream server that the others share.
        test: {
          name: 'consumers',
          environment: 'node',
          include: ['tests/consumers/*.test.ts'],
          globalSetup: './tests/consumers/install-package.ts',
          ...patient,
          fileParallelism: false,
        },
      },
      {
        // Slow: they install frameworks, test runners, runtimes and old browsers. `npm run consumers -- --all` runs them.
        test: {
          name: 'frameworks',
          environment: 'node',
          include: ['tests/consumers/{browsers,frameworks,runners,runtimes}/*.test.ts'],
          globalSetup: './tests/consumers/install-package.ts',
          ...patient,
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        // Installs the libraries of tests/drop-in/package.json; `npm run consumers -- --all` runs it.
        test: {
          name: 'drop-in',
          environment: 'node',
          include: ['tests/drop-in/*.test.ts'],
          ...patient,
          globalSetup: './tests/drop-in/install.ts',
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'demo',
          environment: 'node',
          include: ['tests/demo/**/*.test.ts'],
          ...patient,
        },
      },
    ],
  },
});
