// The event types that the parser knows by a number, and what the owner wants to be given for each.

import { RecordMeta } from '../../build/generated/event-table.ts';
import type { Core } from '../core/core.ts';
import { decodeUtf8 } from './decode-text.ts';

let encoder: TextEncoder | undefined;

// A longer one is not worth its copy in the parser: it is told by its name.
const kLongestName = 1024; // bytes

/** In place of an index: no stream can have such a type. */
const kNeverSaid = -1;

interface KnownType<Type> {
  readonly type: Type;
  /** RecordMeta.UnknownType when there was no memory, or the name is long. */
  readonly index: number;
}

export class KnownTypes<Type> {
  readonly #core: Core;
  readonly #handle: number;
  // A type that was forgotten stays here until another takes its index: events parsed before are its.
  readonly #byIndex: (Type | undefined)[] = [];
  readonly #byName = new Map<string, KnownType<Type>>();

  constructor(core: Core, handle: number) {
    this.#core = core;
    this.#handle = handle;
  }

  at(index: number): Type | undefined {
    return this.#byIndex[index];
  }

  named(name: string): Type | undefined {
    return this.#byName.get(name)?.type;
  }

  /** Events of this name are wanted, as `type`. Returns false when that is known already. */
  add(name: string, type: Type): boolean {
    if (this.#byName.get(name)?.type === type) return false;
    const index = name === 'message' ? 0 : this.#intern(name);
    if (index === kNeverSaid) return false;
    this.#byName.set(name, { type, index });
    const { functions } = this.#core;
    if (index !== RecordMeta.UnknownType) this.#byIndex[index] = type; // else it is told by its name
    functions.want(this.#handle, index);
    return true;
  }

  /** Events of this name are those of an unknown type from now on. "message" is not to be forgotten. */
  forget(name: string): void {
    const known = this.#byName.get(name);
    if (known === undefined) return;
    this.#byName.delete(name);
    this.#core.functions.forgetType(this.#handle, known.index);
  }

  /**
   * Returns kNeverSaid for a name with a lone surrogate, and RecordMeta.UnknownType when there is no memory,
   * or the name is long.
   */
  #intern(name: string): number {
    encoder ??= new TextEncoder();
    const bytes = encoder.encode(name);
    if (decodeUtf8(bytes) !== name) return kNeverSaid;
    if (bytes.length > kLongestName) return RecordMeta.UnknownType;
    const { functions } = this.#core;
    const address = functions.allocate(bytes.length);
    if (address === 0) return RecordMeta.UnknownType;
    this.#core.bytes.set(bytes, address);
    const index = functions.internType(this.#handle, address, bytes.length);
    functions.deallocate(address);
    return index;
  }
}
