// The core as JavaScript sees it: the functions of bindings/*.cpp and the module's memory.

/**
 * The functions of bindings/*.cpp. A handle stands for one EventSource's parser and connection, from
 * `createSource` to `destroySource`; addresses are byte offsets into the memory; flags are 0 or 1;
 * times are milliseconds.
 */
export interface CoreFunctions {
  /** Returns a handle; 0 when there is no memory. */
  createSource(maxEventSize: number): number;
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
  want(handle: number, typeIndex: number, wanted: number): void;
  wantUnknownTypes(handle: number, wanted: number): void;
  wantComments(handle: number, wanted: number): void;

  // Connection, src/connection.h: inputs return an Action
  start(handle: number): number;
  hasEventStreamType(handle: number, contentTypeLength: number): number;
  respond(
    handle: number,
    status: number,
    isEventStream: number,
    retryAfterMs: number,
    mayRetry: number,
    elapsedMs: number,
    random: number,
  ): number;
  endOfBody(handle: number, elapsedMs: number, random: number): number;
  networkError(handle: number, elapsedMs: number, random: number): number;
  connectTimedOut(handle: number, elapsedMs: number, random: number): number;
  idleTimedOut(handle: number, elapsedMs: number, random: number): number;
  refuse(handle: number): number;
  timerFired(handle: number): number;
  online(handle: number): number;
  offline(handle: number): number;
  pause(handle: number): number;
  resume(handle: number): number;
  reconnect(handle: number): number;
  close(handle: number): number;
  state(handle: number): number;
  delay(handle: number): number;
  failures(handle: number): number;
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

/**
 * The module's memory, as bytes and as words. Both views die when the memory grows, which any call
 * that allocates may cause: a view of length 0 is a dead one, `refresh` makes new ones.
 */
export class Core {
  bytes!: Uint8Array<ArrayBuffer>;
  words!: Int32Array<ArrayBuffer>;

  constructor(
    readonly functions: CoreFunctions,
    readonly memory: WebAssembly.Memory,
  ) {
    this.refresh();
  }

  refresh(): void {
    if (this.words?.length) return;
    const buffer = this.memory.buffer as ArrayBuffer;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
  }
}

/** What the glue of the module gives: its functions, and its memory. */
export type CoreModule = CoreFunctions & { readonly wasmMemory: WebAssembly.Memory };
