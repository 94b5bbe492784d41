// The parts of npm test.
import { testFuzzers } from './fuzz.mjs';
import { forBrowsers, forCore, forFaults, forFuzzers, forPackage } from './toolchain.mjs';

/**
 * @typedef {object} Part
 * @property {string} title
 * @property {(import('./machine.mjs').Need | import('./machine.mjs').Installation)[]} needs installed where
 *   missing before the first part begins, or at the latest before this one
 * @property {string} [preset] the CMake preset whose tests it is
 * @property {string[]} [projects] else the Vitest projects
 * @property {string} [expectation] how long these take
 * @property {(title: string) => Promise<import('./junit-report.mjs').Counts>} [test] else what runs it
 */

/** @type {Record<string, Part>} */
export const parts = {
  core: {
    title: 'the tests of the C++ core',
    needs: forCore,
    preset: 'native',
  },
  asan: {
    title: 'the tests of the C++ core under AddressSanitizer and UBSan',
    needs: forCore,
    preset: 'asan',
  },
  fuzz: {
    title: 'the fuzzers of the C++ core',
    needs: forFuzzers,
    test: testFuzzers,
  },
  node: {
    title: 'the JavaScript tests in Node',
    needs: forPackage,
    projects: ['node'],
    expectation: 'about a minute',
  },
  'fuzz-javascript': {
    title: 'a fuzz of sources whose listeners do anything, in Node',
    needs: forPackage,
    projects: ['fuzz-javascript'],
    expectation: 'a minute',
  },
  faults: {
    title: 'failing connections, also through nginx and nchan, in Node and Chromium',
    needs: forFaults,
    projects: ['faults'],
    expectation: 'about two minutes',
  },
  browsers: {
    title: 'the JavaScript tests in Chromium, Firefox and WebKit',
    needs: forBrowsers,
    projects: ['chromium', 'firefox', 'webkit'],
    expectation: 'about two minutes',
  },
  'without-webassembly': {
    title: 'the JavaScript tests in Chromium without WebAssembly',
    needs: forBrowsers,
    projects: ['chromium-without-webassembly'],
    expectation: 'about a minute',
  },
  production: {
    title: 'the JavaScript tests with the names of production files, in Node and Chromium',
    needs: forBrowsers,
    projects: ['production-node', 'production-chromium'],
    expectation: 'about two minutes',
  },
  conformance: {
    title: 'the conformance table, played by this package and the native EventSource',
    needs: forBrowsers,
    projects: ['conformance'],
    expectation: 'about two minutes',
  },
  consumers: {
    title: 'the tests of the package as bundlers and pages use it',
    needs: forBrowsers,
    projects: ['consumers'],
    expectation: 'about a minute',
  },
  share: {
    title: 'tabs that share a connection, in Chromium, Firefox and WebKit',
    needs: forBrowsers,
    projects: ['sharing'],
    expectation: 'about a minute and a half',
  },
  docs: {
    title: 'the documentation: its code compiled, and run in Chromium',
    needs: forBrowsers,
    projects: ['docs'],
    expectation: 'about half a minute',
  },
  tools: {
    title: 'the tests of the tools',
    needs: forPackage,
    projects: ['tools'],
    expectation: 'seconds',
  },
  demo: {
    title: 'the tests of the demo page in Chromium',
    needs: forBrowsers,
    projects: ['demo'],
    expectation: 'about half a minute',
  },
};
