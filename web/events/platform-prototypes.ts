/**
 * Joins a class of our own to an interface of the platform, so that its instances pass for
 * instances of that interface.
 */

/**
 * Where Node's console asks an object how to print it; Node's Event answers only for its own
 * events.
 */
const nodeInspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * Puts `Interface.prototype` behind `prototype`. Members of `inherited`, which that link may cut
 * off, are copied; where the platform has no such interface, that is all.
 */
export function graft(
  prototype: object,
  Interface: (new (type: string) => object) | undefined,
  inherited: PropertyDescriptorMap,
): void {
  const members: PropertyDescriptorMap = {
    ...inherited,
    ...Object.getOwnPropertyDescriptors(prototype),
  };
  if (Interface !== undefined) {
    coverUnknownMembers(members, Interface);
    Object.setPrototypeOf(prototype, Interface.prototype);
  }
  for (const name of Object.keys(members)) members[name].enumerable = true; // like those of Web IDL
  Object.defineProperties(prototype, members);
  const value = Interface ?? prototype.constructor;
  Object.defineProperty(prototype, 'constructor', { value, enumerable: false });
}

/**
 * The platform's getters throw when asked about an object of ours. Those that are not in the
 * standard (Firefox's originalTarget, Chromium's userActivation) are answered as by a new event of
 * the platform.
 */
function coverUnknownMembers(
  members: PropertyDescriptorMap,
  Interface: new (type: string) => object,
): void {
  let event: Record<string, unknown>;
  for (
    let level = Interface.prototype;
    level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (get === undefined || name in members) continue;
      members[name] = {
        configurable: true,
        get(this: Event) {
          if (/target$/i.test(name)) return this.target;
          event ??= new Interface('') as Record<string, unknown>;
          return event[name];
        },
      };
    }
    if (nodeInspect in level) members[nodeInspect] = { value: inspect };
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
