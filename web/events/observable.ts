// Events as Observables, https://wicg.github.io/observable/

interface Subscriber {
  readonly signal: AbortSignal;
  next(value: unknown): void;
}
type ObservableConstructor = new (subscribe: (subscriber: Subscriber) => void) => object;
type When = (this: EventTarget, type: string, options: unknown) => object;

/**
 * Overrides `when` of EventTarget where the platform has it: that one adds to the platform's list of
 * listeners, which events of a stream do not go by.
 *
 * @param prototype of a class that overrides addEventListener
 */
export function overrideWhen(prototype: EventTarget): void {
  const platformWhen = (Object.getPrototypeOf(prototype) as { readonly when?: When }).when;
  if (typeof platformWhen !== 'function') return;
  const { addEventListener } = prototype;
  // In an object, as a method cannot be called with `new`.
  const { when } = {
    when(this: EventTarget, type: unknown, options: unknown = undefined): object {
      // biome-ignore lint/complexity/noArguments: leaving out the type is not the same as undefined
      if (arguments.length === 0) {
        throw new TypeError('when: 1 argument required, but only 0 present');
      }
      const name = `${type}`;
      const { capture, passive } = (options ?? {}) as AddEventListenerOptions;
      // This checks `this` and the kind of the options. What it returns would hear scripts only.
      const silent = platformWhen.call(this, name, Object(options) === options ? {} : options);
      return new (silent.constructor as ObservableConstructor)((subscriber) => {
        const next = (event: Event) => subscriber.next(event);
        addEventListener.call(this, name, next, { capture, passive, signal: subscriber.signal });
      });
    },
  };
  Object.defineProperty(prototype, 'when', {
    value: when,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
