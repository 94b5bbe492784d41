// Checks of single options: what is wrong is refused by its name, with what is allowed. What came is told
// by its kind only, unless it is a number: it may be a secret in the wrong place.

const kDefaultMaxEventSize = 64 * 1024 * 1024; // bytes
const kMaxEventSize = 0x3fffffff; // bytes; what WebAssembly memory can hold beside a copy
/** RFC 9110, 5.6.2: the names of methods and headers. */
export const kToken = /^[!#$%&'*+\-.^_`|~\w]+$/;
export const kMaxTimer = 0x7fffffff; // ms; a longer timer fires at once

/** Which has no members of its own: where its value is meant it would count as empty, in silence. */
export function isPromise(value: unknown): boolean {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}

/** "a string", "an array", "a promise", "null", "-1" */
export function describeKind(value: unknown): string {
  if (value === undefined || value === null || typeof value === 'number') return String(value);
  const kind = Array.isArray(value) ? 'array' : isPromise(value) ? 'promise' : typeof value;
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/**
 * Options that are left out: unlike `{}`, none of what the page has added to Object.prototype, as in Web IDL.
 */
export const kNoOptions: object = { __proto__: null };

/** Whether it is an object that can have members of an option. */
export function hasMembers(value: unknown): value is object {
  return describeKind(value) === 'an object';
}

/** The class whose constructor is called, for messages. */
export type Constructed = 'EventSource' | 'EventStreamDecoder' | 'EventStreamDecoderStream';

/** @throws {TypeError} */
export function invalidOption(
  name: string,
  allowed: string,
  got: unknown,
  constructed: Constructed = 'EventSource',
): never {
  throw new TypeError(
    `Failed to construct '${constructed}': ${name} must be ${allowed} (got ${describeKind(got)})`,
  );
}

/** @param unit 'milliseconds', say; '' for a number that counts nothing */
export function readNumber(
  name: string,
  value: unknown,
  min: number,
  max: number,
  unit: string,
  constructed?: Constructed,
): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    invalidOption(
      name,
      `a number${unit && ` of ${unit}`} from ${min} to ${max}`,
      value,
      constructed,
    );
  }
  return value;
}

export function readChoice<T extends string>(
  name: string,
  value: unknown,
  choices: readonly T[],
): T {
  if (!choices.includes(value as T)) {
    invalidOption(name, choices.map((choice) => `'${choice}'`).join(' or '), value);
  }
  return value as T;
}

export function readFunction<T>(
  name: string,
  value: unknown,
  constructed?: Constructed,
): T | undefined {
  if (value !== undefined && typeof value !== 'function') {
    invalidOption(name, 'a function', value, constructed);
  }
  return value as T | undefined;
}

/** Whether a body can be sent once only: a stream, of whatever make. */
export function isStream(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    (typeof (body as ReadableStream).getReader === 'function' || Symbol.asyncIterator in body)
  );
}

export function readMaxEventSize(
  value: unknown = kDefaultMaxEventSize,
  constructed?: Constructed,
  name = 'maxEventSize',
): number {
  return readNumber(name, value, 1, kMaxEventSize, 'bytes', constructed);
}

export function readLastEventId(value: unknown, constructed?: Constructed): string {
  if (value === undefined) return '';
  if (typeof value !== 'string' || /[\0\r\n]/.test(value)) {
    invalidOption('lastEventId', 'a string without NUL, CR and LF', value, constructed);
  }
  return value;
}
