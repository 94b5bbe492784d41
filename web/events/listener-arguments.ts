// Conversion of the arguments of addEventListener and removeEventListener, as Web IDL and WHATWG
// DOM 2.7 define it: in the order of the parameters, each member of a dictionary read once,
// inherited ones first, then by name.

export type ListenerCallback = EventListenerOrEventListenerObject;

export interface ListenerOptions {
  readonly capture: boolean;
  readonly once: boolean;
  readonly passive: boolean | undefined;
  readonly signal: AbortSignal | undefined;
}

type Dictionary = Record<string, unknown>;

/** @throws {TypeError} for fewer than two arguments, as the platform does */
export function requireTwo(count: number, method: string): void {
  if (count < 2) throw new TypeError(`${method}: 2 arguments required, but only ${count} present`);
}

/**
 * Returns null for null and undefined.
 *
 * @throws {TypeError} for what is neither a function nor an object
 */
export function toCallback(value: unknown): ListenerCallback | null {
  if (value === null || value === undefined) return null;
  if (!isObject(value)) throw new TypeError('The listener is neither a function nor an object');
  return value as unknown as ListenerCallback;
}

/** @throws {TypeError} when `signal` is no AbortSignal */
export function toAddOptions(options: unknown): ListenerOptions {
  const capture = toCapture(options);
  if (!isObject(options)) return { capture, once: false, passive: undefined, signal: undefined };
  const once = Boolean(options.once);
  const { passive, signal } = options;
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw new TypeError("The listener's signal is not an AbortSignal");
  }
  return {
    capture,
    once,
    passive: passive === undefined ? undefined : Boolean(passive),
    signal,
  };
}

/** All that removeEventListener reads of its options. */
export function toCapture(options: unknown): boolean {
  return Boolean(isObject(options) ? options.capture : options);
}

/** Whether it is an object as Web IDL has it: functions are objects, too. */
export function isObject(value: unknown): value is Dictionary {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** Signals of other realms and of polyfills are signals, too: hence no `instanceof`. */
function isAbortSignal(value: unknown): value is AbortSignal {
  return (
    isObject(value) &&
    typeof value.aborted === 'boolean' &&
    typeof value.addEventListener === 'function' &&
    typeof value.removeEventListener === 'function'
  );
}
