import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildPage } from './build-page.ts';
import { bundlers } from './bundlers/all.ts';
import { consumers } from './install-package.ts';
import { scriptNames, scriptsOf } from './scripts-of.ts';

describe('the scripts of the package', () => {
  const dist = join(consumers, 'node_modules/eventsource-wasm/dist');

  test.for(scriptNames(dist))('%s uses nothing of Node', (name) => {
    const text = readFileSync(join(dist, name), 'utf8');
    expect(text).not.toMatch(/\bprocess\s*[.[?]|\bBuffer\b|\bglobal\b|\brequire\s*\(|["'`]node:/);
  });

  test.for(scriptNames(dist))('%s has a source map that carries its sources', (name) => {
    const map = JSON.parse(readFileSync(join(dist, `${name}.map`), 'utf8'));
    expect(map.sourcesContent).toHaveLength(map.sources.length);
    expect(map.sources.filter((source: string) => /^([a-z]+:|\/)/i.test(source))).toEqual([]);
  });
});

// Messages that only the one or the other has.
const eventSource = "Failed to construct 'EventSource'";
const decoder = 'await EventStreamDecoder.load() comes first';

describe.for(bundlers)('$name takes what is imported and no more', (bundler) => {
  test('EventSource comes without the decoder', async () => {
    const text = scriptsOf(await buildPage(bundler, 'main')).join('');
    expect(text).toContain(eventSource);
    expect(text).not.toContain(decoder);
  });

  test('the decoder comes without EventSource, and is smaller', async () => {
    const text = scriptsOf(await buildPage(bundler, 'decoder')).join('');
    expect(text).toContain(decoder);
    expect(text).not.toContain(eventSource);
    const whole = scriptsOf(await buildPage(bundler, 'main')).join('');
    expect(text.length).toBeLessThan(whole.length - 10_000);
  });
});
