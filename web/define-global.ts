import { EventSource } from './event-source.ts';

/**
 * Makes this EventSource the global one, with the property that Web IDL gives an interface: writable,
 * configurable, not enumerable. https://webidl.spec.whatwg.org/#define-the-global-property-references
 */
export function defineGlobalEventSource(): void {
  Object.defineProperty(globalThis, 'EventSource', {
    value: EventSource satisfies typeof globalThis.EventSource,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
