import type { SharingRole } from '../options/share-option.ts';

/** A snapshot of what an EventSource has done so far. */
export interface EventSourceStats {
  /** How many connections have opened. */
  readonly connections: number;
  /** How many `error` events were fired: attempts that failed, and connections that were lost or ended. */
  readonly failures: number;
  /** How many events listeners or iterators have received. Others are not counted. */
  readonly events: number;
  /** How many bytes of the streams have arrived, after decompression. */
  readonly bytes: number;
  /** When the latest of the events was delivered, in ms since 1970 as `Date.now()`; undefined before the first. */
  readonly lastEventTime: number | undefined;
  /** When `readyState` last changed, in ms since 1970. */
  readonly stateSince: number;
  /** Its role in a shared connection; undefined without the option `share`. */
  readonly sharing: SharingRole | undefined;
}
