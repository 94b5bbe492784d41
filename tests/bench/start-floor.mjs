// The least that a page needs for the first event of a stream it fetches: it knows where the event is.
import { reportStart } from './start-report.mjs';

reportStart((url) => {
  const controller = new AbortController();
  const source = { close: () => controller.abort() };
  readFirstEvent(url, controller.signal, source).catch(() => source.onerror());
  return source;
});

async function readFirstEvent(url, signal, source) {
  const { body } = await fetch(url, { signal });
  source.onopen();
  const { value } = await body.getReader().read();
  const data = new TextDecoder().decode(value).match(/^data: ?(.*)$/m)[1];
  source.onmessage(new MessageEvent('message', { data }));
}
