// What the members of one shared connection tell each other over their channel. Nothing of the request is
// among it: no URL, header or body. Tabs may run different builds: these names are not to be shortened.

/** A place in what a leader sends. */
export interface Place {
  /** The connection, and the leader that holds it. */
  readonly epoch: string;
  /** The sequence number of the next block. */
  readonly next: number;
}

/** What a response began with, as far as other members may know. */
export interface SharedHead {
  readonly status: number;
  /** Undefined for the URL that was asked for. */
  readonly url: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Asks the leader for what follows after a position; also to hear whether there is a leader at all. */
export interface Join {
  readonly kind: 'join';
  readonly from: string;
  /** The last event ID; '' if there is none. */
  readonly id: string;
  /** What it has of the leader's, or of the one before. */
  readonly at: Place | undefined;
  /** Without an ID: all that the connection has brought, or what comes from now on. */
  readonly mode: 'now' | 'replay';
  /** Makes a new connection necessary, unless bytes have come in the last so many ms. */
  readonly renew: number | undefined;
  /** Whether it has a connection of its own that has brought nothing after this ID for a while. */
  readonly isAlone?: boolean;
}

/** Whole events, or lines between events. */
export interface Block {
  /** The last event ID after them. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** How the leader's connection ended: as it should, broken off, or it did not come about. */
export type SharedEnd = 'end' | 'broken' | 'none';

export type LeaderMessage = { readonly epoch: string } & (
  | { readonly kind: 'hello' } // a new leader: where is everybody?
  | { readonly kind: 'bye' } // it goes, or no longer leads, and its connection ends
  | { readonly kind: 'offer' } // is there a member whose page is seen, to lead instead?
  | { readonly kind: 'next'; readonly successor: string } // who is to lead, once it says bye
  | { readonly kind: 'wait'; readonly to: string } // there is no response yet
  | { readonly kind: 'refuse'; readonly to: string } // it no longer has what follows after the position
  | {
      readonly kind: 'response';
      readonly to: string;
      readonly head: SharedHead;
      /** Of the first block that follows. */
      readonly sequence: number;
      /** The last event ID before that block. */
      readonly id: string;
      /** How the body of a refusal begins; then no block follows. */
      readonly refusal: Uint8Array | undefined;
      /** The latest `retry` field of the connection, which may be before that block. */
      readonly retry?: string | undefined;
      /** The ID of the join that it answers, which may not be the latest one; other builds do not tell. */
      readonly asked?: string | undefined;
    }
  | ({
      readonly kind: 'block';
      /** Undefined for everybody. */
      readonly to: string | undefined;
      readonly sequence: number;
    } & Block)
  | {
      readonly kind: 'end';
      /** Of the block that would have been next. */
      readonly sequence: number;
      readonly by: SharedEnd;
    }
);

/** To the leader of this epoch: the member is ready to lead. */
export interface Accept {
  readonly kind: 'accept';
  readonly from: string;
  readonly epoch: string;
}

export type Message =
  | LeaderMessage
  | Join
  | Accept
  | { readonly kind: 'leave'; readonly from: string };

export type Response = Extract<LeaderMessage, { kind: 'response' }>;
export type End = Extract<LeaderMessage, { kind: 'end' }>;
