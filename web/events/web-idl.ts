// https://webidl.spec.whatwg.org/#js-interfaces

/** What every class or prototype has: not enumerable there, either. */
const kOfEachClass = ['constructor', 'length', 'name', 'prototype'];

/** The members of a class or of its prototype become enumerable, as those of a Web IDL interface are. */
export function makeEnumerable(object: object): void {
  for (const name of Object.getOwnPropertyNames(object)) {
    if (!kOfEachClass.includes(name)) Object.defineProperty(object, name, { enumerable: true });
  }
}

/**
 * Makes a class look like a Web IDL interface: members are enumerable, constants stand on the class
 * and on its prototype and are read-only.
 *
 * @param name of the interface, as a minifier may have renamed the class
 */
export function shapeAsInterface(
  Interface: { readonly prototype: object },
  name: string,
  constants: Readonly<Record<string, number>>,
): void {
  for (const object of [Interface, Interface.prototype]) {
    makeEnumerable(object);
    for (const [key, value] of Object.entries(constants)) {
      Object.defineProperty(object, key, { value, enumerable: true });
    }
  }
  Object.defineProperty(Interface, 'name', { value: name });
  Object.defineProperty(Interface.prototype, Symbol.toStringTag, {
    value: name,
    configurable: true,
  });
}

/** Lets `using` close the instances, in engines that have it. */
export function makeDisposable(prototype: { close(): void }): void {
  if (!Symbol.dispose) return;
  Object.defineProperty(prototype, Symbol.dispose, {
    value: prototype.close,
    writable: true,
    configurable: true,
  });
}
