// Literal readings of the standards for headers and queries, to compare with.

const kToken = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;
const kWhiteSpace = '\t\n\r ';

/** The value of a header at its commas, those in quoted strings apart. https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split */
function decodeAndSplit(input: string): string[] {
  const values: string[] = [];
  let position = 0;
  let value = '';
  for (;;) {
    while (position < input.length && input[position] !== '"' && input[position] !== ',') {
      value += input[position++];
    }
    if (input[position] === '"') {
      // Collect an HTTP quoted string, as it is written.
      const start = position++;
      for (;;) {
        while (position < input.length && input[position] !== '"' && input[position] !== '\\') {
          position++;
        }
        if (position >= input.length) break;
        if (input[position++] === '"') break;
        if (position >= input.length) break;
        position++;
      }
      value += input.slice(start, position);
      if (position < input.length) continue;
    }
    values.push(value.replace(/^[\t ]+|[\t ]+$/g, ''));
    value = '';
    if (position >= input.length) return values;
    position++; // the comma
  }
}

/** https://mimesniff.spec.whatwg.org/#parse-a-mime-type, its essence; undefined for a failure */
function essenceOf(input: string): string | undefined {
  let start = 0;
  let end = input.length;
  while (start < end && kWhiteSpace.includes(input[start] as string)) start++;
  while (end > start && kWhiteSpace.includes(input[end - 1] as string)) end--;
  const text = input.slice(start, end);
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const type = text.slice(0, slash);
  const semicolon = text.indexOf(';', slash);
  let subtype = text.slice(slash + 1, semicolon < 0 ? undefined : semicolon);
  while (subtype !== '' && kWhiteSpace.includes(subtype.at(-1) as string)) {
    subtype = subtype.slice(0, -1);
  }
  if (!kToken.test(type) || !kToken.test(subtype)) return undefined;
  return `${type}/${subtype}`.toLowerCase();
}

/** https://fetch.spec.whatwg.org/#concept-header-extract-mime-type, its essence */
export function extractedEssence(contentType: string): string | undefined {
  let essence: string | undefined;
  for (const value of decodeAndSplit(contentType)) {
    const found = essenceOf(value);
    if (found !== undefined && found !== '*/*') essence = found;
  }
  return essence;
}

const kMonths = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];
const month = `(?<month>${kMonths.join('|')})`;
const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';
const dayName = '[A-Z][a-z]+'; // nothing depends on it
const kDates = [
  new RegExp(`^${dayName}, (?<day>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
  new RegExp(`^${dayName}, (?<day>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
  new RegExp(`^${dayName} ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

/** An HTTP-date in its three forms, ms since 1970. https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats */
export function httpDate(text: string): number | undefined {
  for (const form of kDates) {
    const groups = form.exec(text)?.groups;
    if (!groups) continue;
    const [day, hour, minute, second] = ['day', 'hour', 'minute', 'second'].map((name) =>
      Number(groups[name]),
    ) as [number, number, number, number];
    if (day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
    let year = Number(groups.year);
    // Of two digits, as all engines have it.
    if (groups.year?.length === 2) year += year < 50 ? 2000 : 1900;
    return Date.UTC(year, kMonths.indexOf(groups.month as string), day, hour, minute, second);
  }
  return undefined;
}

/** The parts of a query with their names. https://url.spec.whatwg.org/#urlencoded-parsing */
export function queryParts(query: string): { part: string; name: string; value: string }[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = equals < 0 ? part : part.slice(0, equals);
      const value = equals < 0 ? '' : part.slice(equals + 1);
      return { part, name: decodeForm(name), value: decodeForm(value) };
    });
}

function decodeForm(text: string): string {
  const bytes: number[] = [];
  const encoded = new TextEncoder().encode(text.replaceAll('+', ' '));
  for (let i = 0; i < encoded.length; i++) {
    const hex = String.fromCharCode(...encoded.slice(i + 1, i + 3));
    if (encoded[i] === 0x25 && /^[\da-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else bytes.push(encoded[i] as number);
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}
