// The core as JavaScript sees it: the functions of bindings/*.cpp and the module's memory.

import type { Action, ConnectionState, Input } from '../../build/generated/connection.ts';

/**
 * The functions of bindings/*.cpp. A handle stands for one EventSource's parser and connection, from
 * `createSource` to `destroySource`; addresses are byte offsets into the memory; flags are 0 or 1;
 * times are milliseconds.
 */
export interface CoreFunctions {
  /** Returns a handle; 0 when there is no memory. */
  createSource(maxEventSize: number, wantsComments?: 0 | 1): number;
  destroySource(handle: number): void;

  /** Returns an address, to be given to `deallocate`; 0 when there is no memory. */
  allocate(length: number): number;
  deallocate(address: number): void;

  // EventStreamParser, src/event_stream_parser.h
  parserState(handle: number): number;
  reserve(handle: number, length: number): number;
  parse(handle: number, length: number): number;
  reset(handle: number): void;
  internType(handle: number, address: number, length: number): number;
  forgetType(handle: number, typeIndex: number): void;
  /** @param typeIndex RecordMeta.UnknownType for events whose type was not interned */
  want(handle: number, typeIndex: number): void;

  // Connection, src/connection.h
  input(handle: number, input: Input, elapsedMs: number, random: number): Action;
  respond(
    handle: number,
    status: number,
    isEventStream: number,
    retryAfterMs: number,
    mayRetry: number,
    elapsedMs: number,
    random: number,
  ): Action;
  state(handle: number): ConnectionState;
  delay(handle: number): number;
  reconnectionTime(handle: number): number;
  setReconnectionTime(handle: number, ms: number): void;
  setRetryPolicy(
    handle: number,
    retries: number,
    maxInterval: number,
    factor: number,
    jitter: number,
    maxAttempts: number,
    maxElapsed: number,
  ): void;
}

/** What the glue of the module gives: its functions, and its memory. */
export type CoreModule = CoreFunctions & { readonly wasmMemory: WebAssembly.Memory };

type AnyFunction = (...numbers: number[]) => number;

/** As many parameters as the guard below passes on: with one more, a function is a type error there. */
type Guarded = (a: never, b: never, c: never, d: never, e: never, f: never, g: never) => unknown;

/**
 * The module's functions, and its memory as bytes and as words. Any function may allocate, memory that
 * grows detaches every view of it, and there may be many sources that share this one memory. So the
 * functions can be had only behind a guard that renews the views: `bytes` and `words` are never
 * detached, as long as nobody keeps a copy of one of them over a call into the module or a callback.
 */
export class Core {
  bytes!: Uint8Array<ArrayBuffer>;
  words!: Int32Array<ArrayBuffer>;
  readonly functions: CoreFunctions;

  constructor({ wasmMemory, ...functions }: CoreModule) {
    const renew = () => {
      const buffer = wasmMemory.buffer as ArrayBuffer;
      this.bytes = new Uint8Array(buffer);
      this.words = new Int32Array(buffer);
    };
    // As many parameters as any function has, see Guarded: WebAssembly ignores those that are too many.
    const guard =
      (call: Guarded): AnyFunction =>
      (a, b, c, d, e, f, g) => {
        const result = (call as AnyFunction)(a, b, c, d, e, f, g);
        if (this.bytes.length === 0) renew();
        return result;
      };
    const guarded: Record<string, AnyFunction> = {};
    for (const [name, call] of Object.entries<Guarded>(functions)) guarded[name] = guard(call);
    this.functions = guarded as unknown as CoreFunctions;
    renew();
  }
}
