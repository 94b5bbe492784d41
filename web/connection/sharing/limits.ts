/** How long and how much; tests have other values. */
export interface Limits {
  /** Bytes of the latest blocks that a leader keeps for those who missed them. */
  readonly ring: number;
  /** Bytes that wait for a source to take them, before further blocks pass it by. */
  readonly queue: number;
  /** Bytes of an event that has not ended. */
  readonly event: number;
  /** ms that a leader has to answer. */
  readonly answer: number;
  /** ms without a word of the leader, after which it is asked whether it is there. */
  readonly silence: number;
  /** ms that a new leader waits for the positions of the others. */
  readonly collect: number;
  /** ms in which the event that a member has got to must come again from a new leader. */
  readonly skip: number;
  /** ms between two attempts to go back from an own connection to the shared one. */
  readonly merge: number;
  /** ms, after which it is told that more of an event has come, if that has not ended. */
  readonly pulse: number;
  /** ms that a leader is hidden before it looks for one that is seen. */
  readonly hidden: number;
}

const kMebibyte = 1024 * 1024;

export const kLimits: Limits = {
  ring: kMebibyte,
  queue: kMebibyte,
  event: 64 * kMebibyte,
  answer: 1000,
  silence: 10_000,
  collect: 100,
  skip: 3000,
  merge: 2000,
  pulse: 100,
  hidden: 20_000,
};
