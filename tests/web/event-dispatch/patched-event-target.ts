// Replaces EventTarget.prototype.addEventListener as Zone.js does: the original stays there under
// another name, and what is registered with it is a wrapper of the listener, which here counts its
// calls in place of entering a zone.

type Listener = EventListenerOrEventListenerObject;

export interface Patch {
  /** How often a wrapper has been called. */
  readonly calls: number;
  undo(): void;
}

export function patchEventTarget(): Patch {
  const prototype = EventTarget.prototype as EventTarget & Record<string, unknown>;
  const { addEventListener, removeEventListener } = prototype;
  const wrappers = new WeakMap<object, (event: Event) => void>();
  let calls = 0;

  const wrap = (listener: Listener): ((event: Event) => void) => {
    let wrapper = wrappers.get(listener);
    if (wrapper === undefined) {
      wrapper = function (this: unknown, event: Event) {
        calls++;
        if (typeof listener === 'function') return listener.call(this as EventTarget, event);
        listener.handleEvent(event);
      };
      wrappers.set(listener, wrapper);
    }
    return wrapper;
  };

  prototype.__zone_symbol__addEventListener = addEventListener;
  prototype.__zone_symbol__removeEventListener = removeEventListener;
  prototype.addEventListener = function (this: EventTarget, ...args: unknown[]) {
    if (args[1]) args[1] = wrap(args[1] as Listener);
    addEventListener.apply(this, args as never);
  };
  prototype.removeEventListener = function (this: EventTarget, ...args: unknown[]) {
    if (args[1]) args[1] = wrap(args[1] as Listener);
    removeEventListener.apply(this, args as never);
  };

  return {
    get calls() {
      return calls;
    },
    undo() {
      Object.assign(prototype, { addEventListener, removeEventListener });
      delete prototype.__zone_symbol__addEventListener;
      delete prototype.__zone_symbol__removeEventListener;
    },
  };
}
