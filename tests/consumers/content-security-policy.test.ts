import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '../support/browser-programs.ts';
import { writePage } from './build-page.ts';
import { moduleTag } from './bundlers/bundler.ts';
import { esbuild } from './bundlers/esbuild.ts';
import type { Report } from './consumer-server.ts';
import { consumers } from './install-package.ts';
import { openVisitor, showPage, type Visitor } from './visitor.ts';

const whole = join(consumers, 'built/policy');
const withoutFallback = join(consumers, 'built/policy without fallback');

async function build(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await esbuild.build(join(consumers, 'apps/policy'), 'main', folder);
  writePage(folder, moduleTag('main'));
}

/** The file of the JavaScript fallback; it alone has Emscripten's BindingError. */
function fallbackIn(folder: string): string {
  const names = readdirSync(folder).filter((name) =>
    readFileSync(join(folder, name), 'utf8').includes('BindingError'),
  );
  expect(names).toHaveLength(1);
  return names[0];
}

beforeAll(async () => {
  await build(whole);
  await build(withoutFallback);
  rmSync(join(withoutFallback, fallbackIn(withoutFallback)));
});

interface PolicyReport extends Report {
  violations?: string[];
}

describe.each(engines)('in %s', (engine) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await openVisitor(engine);
  });
  afterAll(() => visitor.close());

  async function show(folder: string, policy: string) {
    const headers = { 'Content-Security-Policy': policy };
    const { report, scripts } = await showPage<PolicyReport>(visitor, folder, { headers });
    return { ...report, scripts: [...scripts.keys()] };
  }

  test("a policy with 'wasm-unsafe-eval' is all that WebAssembly needs", async () => {
    const { data, violations, scripts } = await show(
      whole,
      "default-src 'self' 'wasm-unsafe-eval'",
    );
    expect({ data, violations }).toEqual({ data: 'secret 7', violations: [] });
    expect(scripts).not.toContain(`/${fallbackIn(whole)}`);
  });

  test('a policy that forbids WebAssembly leaves the fallback, and events come', async () => {
    const { data, violations, scripts } = await show(whole, "default-src 'self'");
    expect(data).toBe('secret 7');
    expect(violations?.length).toBeLessThanOrEqual(1); // WebKit reports none
    expect(scripts).toContain(`/${fallbackIn(whole)}`);
  });

  test.for(["'self' 'wasm-unsafe-eval'", "'self'"])(
    'trusted types are no obstacle under default-src %s',
    async (sources) => {
      const trusted = "require-trusted-types-for 'script'; trusted-types 'none'";
      const { data, violations } = await show(whole, `default-src ${sources}; ${trusted}`);
      expect(data).toBe('secret 7');
      expect(violations?.join()).not.toMatch(/trusted-types/);
    },
  );

  test('without WebAssembly and fallback the error names the directive that is missing', async () => {
    const { data, error } = await show(withoutFallback, "default-src 'self'");
    expect(data).toBeUndefined();
    expect(error).toMatch(/^wasm: .*'wasm-unsafe-eval'.*script-src/s);
  });
});
