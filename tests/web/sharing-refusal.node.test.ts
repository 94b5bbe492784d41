import { expect, test } from 'vitest';
import { kLimits } from '../../web/connection/sharing/limits.ts';
import { Member } from '../../web/connection/sharing/member.ts';
import type { Message } from '../../web/connection/sharing/messages.ts';
import { idlePort } from './sharing/idle-port.ts';

/**
 * Two members, of which the first has the lock and the second waits for its response. Once `isLate` is set, what
 * the first says waits in `late`.
 */
function twoMembers() {
  const heard: Record<string, string[]> = { leader: [], follower: [] };
  const members: Record<string, Member> = {};
  const channel = { isLate: false, late: [] as (() => void)[] };
  const requests: string[] = [];
  for (const name of ['leader', 'follower']) {
    const port = idlePort({
      send: (message: Message) => {
        if (channel.isLate && name === 'leader') {
          channel.late.push(() => members.follower.message(structuredClone(message)));
          return;
        }
        for (const other of Object.values(members)) {
          if (other.name !== name) other.message(structuredClone(message));
        }
      },
      respond: ({ head }) => heard[name].push(`status ${head.status}`),
      end: (by) => heard[name].push(by),
      connect: () => requests.push(name),
    });
    members[name] = new Member(name, kLimits, port);
    members[name].start({ id: '7', mode: 'now', renew: undefined });
    if (name === 'leader') members[name].locked();
    else members[name].lockIsTaken();
  }
  return { leader: members.leader, follower: members.follower, heard, channel, requests };
}

const head = { status: 401, url: undefined, headers: [] };
const refusal = new Uint8Array();

test('the first 401 that a leader gets is its own, as others may have a newer token', () => {
  const { leader, heard } = twoMembers();
  leader.connected({ head, refusal }, true);
  expect(heard).toEqual({ leader: ['status 401'], follower: ['broken'] });
});

test('a 401 in spite of a new token is the response of all', () => {
  const { leader, heard } = twoMembers();
  leader.connected({ head, refusal }, false);
  expect(heard).toEqual({ leader: ['status 401'], follower: ['status 401'] });
});

test.each([
  ['a refusal', (leader: Member) => leader.connected({ head, refusal }), 'status 401'],
  ['a failure', (leader: Member) => leader.disconnected('none'), 'none'],
])(
  '%s is not asked for again by a member that gets the lock before it hears of it',
  (_, act, word) => {
    const { leader, follower, heard, channel, requests } = twoMembers();
    channel.isLate = true;
    act(leader);
    follower.locked();
    for (const tell of channel.late) tell();
    follower.timeOut('collect');
    expect(heard).toEqual({ leader: [word], follower: [word] });
    expect(requests).toEqual(['leader']);
  },
);
