// [beyond the standard] The options `share` and `pauseWhenHidden`: a page that is hidden lets go of its part.
import { expect, onTestFinished, test, vi } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { onePage } from './sharing/one-page.ts';

const fetch = scriptedFetch([{ chunks: ['data: 1\n\n'], then: 'hold' }]);

test.each(['leader', 'follower'])('a %s whose method is a function does, too', async (role) => {
  onePage();
  const page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  const start = async () => {
    const source = new EventSource('http://127.0.0.1:9/', {
      fetch,
      method: () => 'GET',
      pauseWhenHidden: true,
      share: { key: 'a' },
    });
    onTestFinished(() => source.close());
    await record(source).next('open');
    return source;
  };
  const leader = await start();
  const source = role === 'leader' ? leader : await start();
  expect(source.stats.sharing).toBe(role);
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(source.readyState).toBe(source.CONNECTING);
});
