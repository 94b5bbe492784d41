// Random values of headers, URLs and queries against literal readings of the standards.
//
// FUZZ_SECONDS says how long in all, FUZZ_SEED replays the one seed that a failure names.
import { beforeAll, expect, test, vi } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { isEventStream } from '../../web/request/mime-type.ts';
import { readRetryAfter } from '../../web/request/retry-after.ts';
import { RandomStream } from '../support/random-stream.ts';
import { extractedEssence, httpDate, queryParts } from '../support/reference-headers.ts';

const kSeconds = Number(process.env.FUZZ_SECONDS ?? 60) / 4;
const kSeed = process.env.FUZZ_SEED;
const kTimeout = { timeout: kSeconds * 1000 + 60_000 };

// So that a date that is read as local time is another.
beforeAll(() => void vi.stubEnv('TZ', 'America/New_York'));

/** A text of random pieces. */
function text(random: RandomStream, pieces: readonly string[], most: number): string {
  let result = '';
  for (let n = random.below(most + 1); n > 0; n--) result += random.oneOf(pieces);
  return result;
}

/** Plays seeds until the time is over; a failure names its seed. */
async function forSeeds(play: (random: RandomStream) => unknown): Promise<void> {
  const end = performance.now() + kSeconds * 1000;
  let seed = kSeed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(kSeed);
  let runs = 0;
  do {
    try {
      await play(new RandomStream(seed));
    } catch (error) {
      (error as Error).message += `\nto repeat: FUZZ_SEED=${seed}`;
      throw error;
    }
    seed += 1;
    runs += 1;
    // So that timers of the test runner have their turn.
    if (runs % 10_000 === 0) await new Promise((resolve) => setTimeout(resolve));
  } while (kSeed === undefined && performance.now() < end);
  console.log(`${runs.toLocaleString('en')} runs`);
}

const kMimePieces = [
  ...['text', 'event-stream', 'text/event-stream', 'Text/Event-Stream', '/', '*/*', 'text/html'],
  ...[
    ';',
    ',',
    '"',
    '\\',
    ' ',
    '\t',
    '\r',
    '\n',
    'charset=utf-8',
    '=',
    '\\"',
    '"a,b"',
    'x',
    '\x0b',
    'ä',
  ],
];

test('a Content-Type is text/event-stream where "extract a MIME type" says so', kTimeout, () =>
  forSeeds((random) => {
    const value = text(random, kMimePieces, 10);
    const expected = extractedEssence(value) === 'text/event-stream';
    if (isEventStream(value) !== expected) {
      expect.fail(`${JSON.stringify(value)} is ${expected ? '' : 'not '}text/event-stream`);
    }
  }),
);

const kDays = ['Mon', 'Tue', 'Sun', 'Monday', 'Sunday', 'Thursday'];
const kRetryPieces = [
  ...kDays,
  ...[
    'Jan',
    'Feb',
    'Nov',
    'Dec',
    ', ',
    ',',
    ' ',
    '-',
    ':',
    '+',
    '.',
    'GMT',
    'UTC',
    'T',
    'Z',
    'e',
    'x',
  ],
  ...[
    '0',
    '1',
    '06',
    '31',
    '2026',
    '1994',
    '94',
    '08:49:37',
    '23:59:60',
    '120',
    '9999999999',
    '１',
  ],
];
const two = (random: RandomStream, limit: number) => String(random.below(limit)).padStart(2, '0');

/** An HTTP-date in one of its forms, sometimes with a piece too many. */
function date(random: RandomStream): string {
  const [day, month] = [two(random, 28).replace('00', '28'), random.oneOf(['Jan', 'Jun', 'Dec'])];
  const time = `${two(random, 24)}:${two(random, 60)}:${two(random, 60)}`;
  const year = random.oneOf(['1994', '2026', '2027', '2037', '2075']);
  const form = random.oneOf([
    `Sun, ${day} ${month} ${year} ${time} GMT`,
    `Sunday, ${day}-${month}-${year.slice(2)} ${time} GMT`,
    `Sun ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
  ]);
  if (random.below(4) > 0) return form;
  const at = random.below(form.length);
  return form.slice(0, at) + random.oneOf(kRetryPieces) + form.slice(at);
}

test('Retry-After is a number of seconds or an HTTP-date, and nothing else', kTimeout, () =>
  forSeeds((random) => {
    const value = random.below(2) === 0 ? text(random, kRetryPieces, 8) : date(random);
    const now = Date.UTC(2026, 10, 25);
    const at = httpDate(value);
    let expected = at === undefined ? -1 : Math.max(0, at - now);
    if (/^[0-9]+$/.test(value)) expected = Number(value) * 1000;
    const read = readRetryAfter(value, now);
    if (read !== expected) expect.fail(`${JSON.stringify(value)} is ${expected}, not ${read}`);
  }),
);

const kSecret = 's3cr3t';
const kUrlPieces = [
  ...[
    'http:',
    'https:',
    '//',
    '/',
    '?',
    '#',
    '@',
    ':',
    '[',
    ']',
    '127.0.0.1',
    'a.example',
    '%',
    '\\',
  ],
  ...['user', '65536', '80', ' ', '\t', '%zz', '<', 'ws:', 'data:', '', '.', 'ä'],
];

test('a URL that is refused is named without its password and query', kTimeout, () =>
  forSeeds((random) => {
    const before = text(random, kUrlPieces, 6);
    const url = random.oneOf([
      `${before}//user:${kSecret}@${text(random, kUrlPieces, 4)}`,
      `${before}//host:99999/?token=${kSecret}${text(random, kUrlPieces, 3)}`,
      `http://[${before}/#${kSecret}`,
    ]);
    let message = '';
    try {
      new EventSource(url, { fetch: () => new Promise(() => {}) }).close();
    } catch (error) {
      message = `${error}`;
    }
    if (message.includes(kSecret)) expect.fail(`${JSON.stringify(url)}: ${message}`);
  }),
);

const kQueryPieces = [
  ...[
    '&',
    '&',
    '=',
    '=',
    '?',
    '+',
    '%20',
    '%26',
    '%3D',
    '%',
    '%4',
    'id',
    'i',
    'd',
    '%69d',
    'last',
    'ä',
  ],
  ...['%C3%A4', '%ff', '%EF%BB%BF', ' ', "'", '"', '<', '[', ']', '\u{1f600}', '#', '/'],
];

test(
  'lastEventIdParameter replaces one parameter, and leaves the others as they are',
  kTimeout,
  () =>
    forSeeds(async (random) => {
      const query = text(random, kQueryPieces, 12).replaceAll('#', '');
      const name = random.oneOf(['id', 'last', '?id', 'i d', 'ä', '', '&', '=', "'", '\ufeff']);
      const lastEventId = text(random, kQueryPieces, 5) || '1';
      const url = `http://127.0.0.1/path?${query}`;
      const requested = await new Promise<URL>((resolve, reject) => {
        try {
          const source = new EventSource(url, {
            lastEventId,
            lastEventIdParameter: name,
            fetch: async (target) => {
              resolve(new URL(target));
              source.close();
              return new Response();
            },
          });
        } catch (error) {
          reject(error as Error);
        }
      }).catch((error) => {
        if (name !== '') throw error; // a name is needed
      });
      if (!requested) return;
      const kept = queryParts(new URL(url).search.slice(1)).filter((part) => part.name !== name);
      const parts = queryParts(requested.search.slice(1));
      const last = parts.pop();
      const said = JSON.stringify({ url, name, lastEventId, requested: requested.href });
      if (last?.name !== name || last.value !== lastEventId) expect.fail(said);
      if (parts.map(({ part }) => part).join('&') !== kept.map(({ part }) => part).join('&')) {
        expect.fail(said);
      }
    }),
);
