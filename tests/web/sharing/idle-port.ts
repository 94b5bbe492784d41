import type { MemberPort } from '../../../web/connection/sharing/member-port.ts';

/** What a member does, for tests in which it matters to nobody, but for `parts`. */
export const idlePort = (parts: Partial<MemberPort>): MemberPort => ({
  send() {},
  requestLock() {},
  releaseLock() {},
  connect() {},
  disconnect() {},
  setTimer() {},
  clearTimers() {},
  now: () => 0,
  visibility: () => undefined,
  respond() {},
  deliver() {},
  queued: () => 0,
  end() {},
  ...parts,
});
