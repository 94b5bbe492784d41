/** The blocks of a shared connection as the body of a response. */
export class BlockQueue {
  /** Bytes that nobody has read yet. */
  bytes = 0;
  readonly #onRead: () => void;
  readonly #blocks: Uint8Array[] = [];
  #end: { readonly cause?: unknown } | undefined; // after the blocks
  #reading: Deferred<Result> | undefined;

  /** @param onRead called when there is room for more */
  constructor(onRead: () => void) {
    this.#onRead = onRead;
  }

  push(block: Uint8Array): void {
    this.#blocks.push(block);
    this.bytes += block.length;
    this.#pass();
  }

  /** Ends it after what was pushed. @param failure with a cause if it is to fail */
  end(failure: { readonly cause?: unknown } = {}): void {
    this.#end = failure;
    this.#pass();
  }

  getReader() {
    return {
      read: (): Promise<Result> => {
        this.#reading = withResolvers();
        const { promise } = this.#reading;
        this.#pass();
        return promise;
      },
      cancel: async () => {},
    };
  }

  #pass(): void {
    const reading = this.#reading;
    if (!reading) return;
    const value = this.#blocks.shift();
    if (value) {
      this.bytes -= value.length;
      reading.resolve({ value });
    } else if (this.#end && 'cause' in this.#end) {
      reading.reject(this.#end.cause);
    } else if (this.#end) {
      reading.resolve({ done: true });
    } else {
      return;
    }
    this.#reading = undefined;
    if (value) this.#onRead();
  }
}

type Result = { done?: boolean; value?: Uint8Array };

/** A promise, and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** As Promise.withResolvers(), which came to browsers later than what else is needed. */
export function withResolvers<T>(): Deferred<T> {
  let resolve!: Deferred<T>['resolve'];
  let reject!: Deferred<T>['reject'];
  const promise = new Promise<T>((onResult, onFailure) => {
    resolve = onResult;
    reject = onFailure;
  });
  return { promise, resolve, reject };
}
