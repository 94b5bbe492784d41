/** What has happened so far: a snapshot, which does not change any more. */
export interface EventSourceStats {
  /** Connections that opened. */
  readonly connections: number;
  /** `error` events: attempts that failed, connections that ended. */
  readonly failures: number;
  /** Events that listeners or iterators were given; those that nobody asked for are not counted. */
  readonly events: number;
  /** Bytes of the streams, decompressed. */
  readonly bytes: number;
  /** When the last of the events came, ms since 1970 (`Date.now()`); undefined before the first. */
  readonly lastEventTime: number | undefined;
  /** Since when `readyState` has been what it is, ms since 1970. */
  readonly stateSince: number;
}
