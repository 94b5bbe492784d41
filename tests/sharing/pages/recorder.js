import { EventSource } from '/dist/index.development.js';
import { textOf } from './text-of.js';

const kInterval = 200; // ms between reports

/**
 * Opens an EventSource, and reports the IDs that it receives to the server as it receives them, so that
 * those of a page that is killed are known too. A report is sent again until it has arrived; the server
 * knows by `at`, the number of IDs before it, what it has already.
 *
 * @param {Record<string, string>} settings of the page's URL
 * @param {{ after: string | null, keep?: (id: string) => void }} place the ID to resume after; what to
 *   do with each
 */
export function startRecording(settings, { after, keep }) {
  const { tab, key, reports, auth, share, join, defect } = settings;
  const life = {
    tab,
    key,
    life: crypto.randomUUID(),
    began: Date.now(),
    after: after && Number(after),
  };
  const events = new URL(auth ? '/events' : `/events?user=${key}`, location.href);
  const errors = [];
  let source;
  let last = after;
  let received = 0;
  let acknowledged = 0;
  let unacknowledged = [];
  let foreign = 0;
  let restored = 0;
  let blocking = 0;
  let isScheduled = false;
  let sent = Number.NEGATIVE_INFINITY;
  let isSending = false;
  let token;

  async function headers({ lastError }) {
    if (token === undefined || lastError?.status === 401) {
      token = await (await fetch(`${reports}/token?user=${key}`, { cache: 'no-store' })).text();
    }
    return { authorization: `Bearer ${token}` };
  }

  function open() {
    source = new EventSource(events, {
      lastEventId: last ?? undefined,
      headers: auth ? headers : undefined,
      retry: auth ? { on: [401] } : undefined,
      share: !share ? undefined : auth || join ? { key: auth && `user-${key}`, join } : true,
    });
    source.addEventListener('message', receive);
    source.addEventListener('tick', receive);
    source.addEventListener('error', ({ message }) => {
      errors.push(message);
      schedule();
    });
  }

  function receive({ data, lastEventId }) {
    const id = Number(lastEventId);
    const { user, n, text } = JSON.parse(data);
    if (user !== key || n !== id || text !== textOf(n)) foreign += 1;
    last = lastEventId;
    received += 1;
    const isDefective = received === 100;
    if (!(isDefective && defect === 'lose')) unacknowledged.push(id);
    if (isDefective && defect === 'double') unacknowledged.push(id);
    keep?.(lastEventId);
    spin(blocking);
    blocking = 0;
    schedule();
  }

  function schedule() {
    if (performance.now() - sent > kInterval) {
      void send(); // not by a timer: those of a page that is hidden may have to wait for a minute
      return;
    }
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      void send();
    }, kInterval);
  }

  const report = () =>
    JSON.stringify({
      ...life,
      at: acknowledged,
      runs: runsOf(unacknowledged),
      foreign,
      restored,
      errors: errors.slice(-5),
      sharing: source.stats.sharing ?? 'alone',
      state: source.readyState,
    });

  async function send() {
    if (isSending) return;
    isSending = true;
    sent = performance.now();
    const count = unacknowledged.length;
    try {
      const signal = AbortSignal.timeout(5000);
      await fetch(reports, { method: 'POST', body: report(), signal });
      acknowledged += count;
      unacknowledged = unacknowledged.slice(count);
    } catch {
      schedule(); // the page was offline, or in the back/forward cache
    }
    isSending = false;
    if (unacknowledged.length > 0) schedule();
  }

  globalThis.addEventListener('pagehide', () => navigator.sendBeacon(reports, report()));
  globalThis.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) restored += 1;
    schedule();
  });

  open();
  setInterval(schedule, kInterval * 4); // also when nothing comes: its state is to be known
  return {
    /** Keeps the listener of the next event busy, ms. */
    block: (milliseconds) => {
      blocking = milliseconds;
    },
    close: () => source.close(),
    /** Resumes where the closed source was. */
    open,
  };
}

/** Keeps the thread busy, ms. */
function spin(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** [1, 2, 3, 7] as [[1, 3], [7, 7]]. */
function runsOf(ids) {
  const runs = [];
  for (const id of ids) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === id) run[1] = id;
    else runs.push([id, id]);
  }
  return runs;
}
