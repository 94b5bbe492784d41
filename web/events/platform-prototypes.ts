// Makes a class of this package inherit from an interface of the platform, so that its instances are
// instances of that interface, too.

/** Node's console calls this method to print an object; that of Node's Event takes no others. */
const kNodeInspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * Puts `Interface.prototype` behind `prototype`, which has the members of a light event. Does nothing where
 * the platform has no such interface.
 */
export function inheritFromPlatform(
  prototype: object,
  Interface: (new (type: string) => object) | undefined,
): void {
  if (Interface === undefined) return;
  coverUnknownMembers(prototype, Interface);
  Object.setPrototypeOf(prototype, Interface.prototype);
  Object.defineProperty(prototype, 'constructor', { value: Interface });
}

/**
 * The platform's getters throw when called on an object of this package. Those that are not in the
 * standard (Firefox's originalTarget, Chromium's userActivation) return what they do for a new event
 * of the platform.
 */
function coverUnknownMembers(prototype: object, Interface: new (type: string) => object): void {
  let event: Record<string, unknown>;
  let next: object | null;
  // The last prototype is Object.prototype, maybe that of another realm.
  for (let level = Interface.prototype; ; level = next) {
    next = Object.getPrototypeOf(level);
    if (next === null) return;
    for (const name of Object.getOwnPropertyNames(level)) {
      if (name in prototype || !Object.getOwnPropertyDescriptor(level, name)?.get) continue;
      Object.defineProperty(prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: Event) {
          if (/target$/i.test(name)) return this.target;
          event ??= new Interface('') as Record<string, unknown>;
          return event[name];
        },
      });
    }
    if (kNodeInspect in level) Object.defineProperty(prototype, kNodeInspect, { value: inspect });
  }
}

function inspect(
  this: object,
  _depth: number,
  options: object,
  print: (value: object, options: object) => string,
) {
  const members: Record<string, unknown> = {};
  for (const name in this) {
    const value = this[name as keyof object] as unknown;
    if (typeof value !== 'function') members[name] = value;
  }
  return `${this.constructor.name} ${print(members, options)}`;
}
