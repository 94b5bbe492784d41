// Where an event stream comes from: a request that can be made again, or a stream of the caller's own.

import type { ResponseHead } from '../failures/response-head.ts';
import type { Attempt } from '../options/options.ts';
import type { SharingRole } from '../options/share-option.ts';
import type { ByteSource } from './body-reader.ts';

/** What came back, before it is known to be an event stream. */
export interface TransportResponse extends ResponseHead {
  readonly body: ByteSource | undefined;
}

export interface Transport {
  /** Of what the latest attempt opened, for messages. */
  readonly name: string;
  /** Whether it can be opened again, and may be without the caller's word. */
  readonly canReopen: boolean;
  /** Whether opening what the latest attempt opened once more changes nothing at the other end. */
  readonly isIdempotent: boolean;
  /** Whether it takes a network to reach it, so that there is no use in trying while offline. */
  readonly needsNetwork: boolean;
  /** What the next attempt is told. */
  readonly lastResponse: ResponseHead | undefined;
  /** What it has to do with the transports of other sources, if anything. */
  readonly sharing?: SharingRole;
  /**
   * The caller has asked for another attempt, by which whatever there is may be opened once more. Returns false
   * when there is nothing.
   */
  renew(): boolean;
  /**
   * Aborting `attempt.signal` ends it, at any moment.
   *
   * @throws {RequestError} when more is known than that there is no connection
   */
  open(attempt: Attempt): Promise<TransportResponse>;
  /** It will not be opened any more. */
  close?(): void;
}
