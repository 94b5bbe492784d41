// What the parser's owner is told, and how it can interrupt that.

/** Where the events go. `Type` is whatever the owner wants to be given for an event type. */
export interface EventSink<Type> {
  onEvent(type: Type, data: string, lastEventId: string): void;
  /** A `retry` field: the reconnection time in ms. */
  onRetry(milliseconds: number): void;
  /** A comment, when `createSource` was told that they are wanted. */
  onComment?(text: string): void;
  /** An event of a type that was not added: what to take it for, or undefined to drop it. */
  onUnknownType?(name: string): Type | undefined;
}

/** Delivery stops after an event that has changed this number. */
export interface Interruption {
  readonly revision: number;
}
