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
