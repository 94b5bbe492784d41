import { expect, test } from 'vitest';
import { kLimits } from '../../web/connection/sharing/limits.ts';
import { Member } from '../../web/connection/sharing/member.ts';
import type { Message } from '../../web/connection/sharing/messages.ts';
import { idlePort } from './sharing/idle-port.ts';

/** Two members, of which the first has the lock and the second waits for its response. */
function twoMembers() {
  const heard: Record<string, string[]> = { leader: [], follower: [] };
  const members: Record<string, Member> = {};
  for (const name of ['leader', 'follower']) {
    const port = idlePort({
      send: (message: Message) => {
        for (const other of Object.values(members)) {
          if (other.name !== name) other.message(structuredClone(message));
        }
      },
      respond: ({ head }) => heard[name].push(`status ${head.status}`),
      end: (by) => heard[name].push(by),
    });
    members[name] = new Member(name, kLimits, port);
    members[name].start({ id: '7', mode: 'now', renew: undefined });
    if (name === 'leader') members[name].locked();
    else members[name].lockIsTaken();
  }
  return { leader: members.leader, heard };
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
