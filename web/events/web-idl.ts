// https://webidl.spec.whatwg.org/#js-interfaces

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
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      if (!property.configurable || key === 'constructor' || key === 'name' || key === 'length') {
        continue;
      }
      Object.defineProperty(object, key, { ...property, enumerable: true });
    }
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
