// What an inspection that has ended leaves behind, while its source goes on.
import { expect, onTestFinished, test } from 'vitest';
import { type Inspection, inspect } from '../../web/inspector.ts';
import { collectUntil } from '../support/collect-garbage.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { openUrl } from '../support/sources.ts';

test('what was recorded of a source is collected when it is inspected anew', async () => {
  const fetch = scriptedFetch([{ chunks: ['data: 1\n\n'], then: 'hold' }]);
  const { events, source } = openUrl('http://127.0.0.1:9/', { fetch });
  onTestFinished(() => source.close());
  let inspection: Inspection | undefined = inspect(source);
  await events.next('open');
  await events.next('message');
  const record = new WeakRef(inspection.toJSON().records[0]);
  inspection = undefined;
  inspect(source, { element: null });
  expect(await collectUntil(() => record.deref() === undefined)).toBe(true);
});
