/** What happens to a lock that was asked for. */
export interface LockSink {
  onLocked(): void;
  /** Another has it: onLocked() follows once it is free. */
  onTaken(): void;
  /** It was taken away, or there are no locks here. */
  onLost(): void;
}

/** A Web Lock, from the request to the release. */
export class HeldLock {
  readonly #waiting = new AbortController();
  #release: (() => void) | undefined;

  constructor(name: string, sink: LockSink) {
    const hold = () => {
      if (this.#waiting.signal.aborted) return undefined;
      const held = new Promise<void>((resolve) => {
        this.#release = resolve;
      });
      sink.onLocked();
      return held;
    };
    const request = async () => {
      let isFree = true;
      await navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        isFree = lock !== null;
        return isFree ? hold() : undefined;
      });
      if (isFree || this.#waiting.signal.aborted) return;
      const { signal } = this.#waiting;
      const queued = navigator.locks.request(name, { signal }, hold);
      sink.onTaken();
      await queued;
    };
    request().catch(() => {
      if (!this.#waiting.signal.aborted) sink.onLost();
    });
  }

  /** Gives it back, or no longer waits for it. */
  release(): void {
    this.#waiting.abort();
    this.#release?.();
  }
}
