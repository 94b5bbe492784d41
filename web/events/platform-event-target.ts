// The platform's own EventTarget, which keeps a second list of the listeners, for events that a
// script dispatches.

type EventTargetConstructor = typeof EventTarget;

/** The base of EventSource. Importing must also work where there are no event targets. */
export const PlatformEventTarget: EventTargetConstructor =
  globalThis.EventTarget ?? (class {} as unknown as EventTargetConstructor);

const addEventListenerAtImport = PlatformEventTarget.prototype.addEventListener;

/**
 * Whether somebody has put a function of their own in place of
 * EventTarget.prototype.addEventListener, as Zone.js (Angular) does: the listeners that it wraps
 * have to be called through its wrappers.
 *
 * Where that happened before this module was imported, the function gives itself away: an operation
 * of the platform has a name, a length (Web IDL, 3.7.7) and no `prototype`. Its source text does not
 * tell, Zone.js makes that up. A function that is wrongly taken for a patch, as that of some other
 * runtimes is, costs time, nothing else.
 */
export function isAddEventListenerPatched(): boolean {
  const { addEventListener } = PlatformEventTarget.prototype;
  return (
    addEventListener !== addEventListenerAtImport ||
    addEventListener.name !== 'addEventListener' ||
    addEventListener.length !== 2 ||
    'prototype' in addEventListener
  );
}

/**
 * Calls the platform's (or the patch's) method, looked up anew each time: patches may come late.
 */
export function platformAddEventListener(
  target: EventTarget,
  type: string,
  listener: EventListenerObject,
  options: AddEventListenerOptions,
): void {
  PlatformEventTarget.prototype.addEventListener.call(target, type, listener, options);
}

/** The same for a listener that was there before any patch, and is not to be wrapped. */
export function platformAddUnpatched(
  target: EventTarget,
  type: string,
  listener: EventListenerObject,
  options: AddEventListenerOptions,
): void {
  addEventListenerAtImport.call(target, type, listener, options);
}

export function platformRemoveEventListener(
  target: EventTarget,
  type: string,
  listener: EventListenerObject,
  capture: boolean,
): void {
  PlatformEventTarget.prototype.removeEventListener.call(target, type, listener, { capture });
}

let callsHandlers: boolean | undefined;

/** Whether dispatchEvent also calls `on…` of any target, as in workerd and in happy-dom before 20.4. */
function platformCallsHandlers(): boolean {
  if (callsHandlers === undefined) {
    callsHandlers = false;
    class Probe extends PlatformEventTarget {
      get onprobe(): null {
        callsHandlers = true;
        return null;
      }
    }
    new Probe().dispatchEvent(new Event('probe'));
  }
  return callsHandlers;
}

let dispatching: EventTarget | undefined; // where such a platform is at work

/** Whether the platform is to find no event handlers at the target: they are called as listeners. */
export const hidesHandlers = (target: EventTarget): boolean => target === dispatching;

export function platformDispatchEvent(target: EventTarget, event: Event): boolean {
  const { dispatchEvent } = PlatformEventTarget.prototype;
  if (!platformCallsHandlers()) return dispatchEvent.call(target, event);
  const outer = dispatching;
  dispatching = target;
  try {
    return dispatchEvent.call(target, event);
  } finally {
    dispatching = outer;
  }
}
