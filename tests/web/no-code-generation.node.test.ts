// Pages whose Content Security Policy has no 'unsafe-eval': nothing may make code from strings.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Action, Input } from '../../build/generated/connection.ts';
import { serve } from '../support/scenario-client.ts';
import { origin } from '../support/sources.ts';
import { eventStream, hold } from '../support/stream-scenario.ts';

const built = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

/** Runs a program in a Node that refuses eval and Function; resolves to what it printed as JSON. */
async function runWithoutCodeGeneration(program: string): Promise<unknown> {
  const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program]);
  return JSON.parse(stdout);
}

describe('where code cannot be made from strings', () => {
  test('Node refuses it, so that the tests below mean something', async () => {
    const program = `
      let refusal;
      try { new Function('return 1')(); } catch (error) { refusal = error.name; }
      console.log(JSON.stringify(refusal ?? 'none'));`;
    expect(await runWithoutCodeGeneration(program)).toBe('EvalError');
  });

  test('the module loads, and its functions work', async () => {
    const program = `
      import { readFile } from 'node:fs/promises';
      import createModule from ${built('build/wasm/event-source-core.js')};
      const wasm = await readFile(new URL(${built('build/wasm/event-source-core.wasm')}));
      const core = await createModule({
        instantiateWasm(imports, receive) {
          WebAssembly.instantiate(wasm, imports).then(({ instance }) => receive(instance));
          return {};
        },
      });
      const source = core.createSource(1_000_000);
      console.log(JSON.stringify(core.input(source, ${Input.Start}, 0, 0)));
      core.destroySource(source);`;
    expect(await runWithoutCodeGeneration(program)).toBe(Action.Connect);
  });

  test('the package delivers events', async () => {
    const { url } = await serve(origin, [eventStream('id: 1\ndata: one\n\n', hold)]);
    const program = `
      import { EventSource } from ${built('dist/index.js')};
      const source = new EventSource(${JSON.stringify(url)});
      source.onmessage = ({ data, lastEventId }) => {
        source.close();
        console.log(JSON.stringify({ data, lastEventId }));
      };
      source.onerror = ({ message }) => console.error(message);`;
    expect(await runWithoutCodeGeneration(program)).toEqual({ data: 'one', lastEventId: '1' });
  });
});
