// [beyond the standard] The option `share`: what a follower makes of answers that cross what it asked.
import { expect, test } from 'vitest';
import { kLimits } from '../../web/connection/sharing/limits.ts';
import { Member } from '../../web/connection/sharing/member.ts';
import type { LeaderMessage, Message } from '../../web/connection/sharing/messages.ts';
import { idlePort } from './sharing/idle-port.ts';

const head = { status: 200, url: undefined, headers: [] };

/** A member that has asked a leader, and what it says and receives from then on. */
function joining() {
  const said: Message[] = [];
  const received: string[] = [];
  const port = idlePort({
    send: (message) => said.push(message),
    deliver: (bytes) => received.push(new TextDecoder().decode(bytes)),
  });
  const member = new Member('me', kLimits, port);
  const hear = (message: object) => member.message({ epoch: 'a-1', ...message } as LeaderMessage);
  member.start({ id: '7', mode: 'now', renew: undefined });
  member.lockIsTaken();
  said.length = 0;
  const answer = { kind: 'response', to: 'me', head, refusal: undefined };
  const respond = (sequence: number, asked?: string) =>
    hear({ ...answer, sequence, id: '7', asked });
  const send = (sequence: number) => {
    const bytes = new TextEncoder().encode(`data: ${sequence}\n\n`);
    hear({ kind: 'block', to: undefined, sequence, id: '7', bytes });
  };
  return { member, hear, respond, send, said, received };
}

function follower() {
  const joined = joining();
  joined.respond(3);
  return joined;
}

const joins = { kind: 'join', from: 'me', id: '7', at: { epoch: 'a-1', next: 3 } };

test('the refusal of what it had asked before tells that its leader has forgotten it: it joins again', () => {
  const { hear, said } = follower();
  hear({ kind: 'refuse', to: 'me' });
  expect(said).toMatchObject([joins]);
});

test('when a new leader goes before it has answered, it asks who leads now', () => {
  const { hear, said } = follower();
  for (const kind of ['hello', 'bye']) hear({ kind, epoch: 'b-1' });
  expect(said).toMatchObject([joins, joins]);
});

test('a late answer to another join is not taken for a place, as events without an ID may have gone before', () => {
  const { member, respond, send, received } = joining();
  respond(4, '');
  expect(member.phase).toBe('joining');
  respond(3, '7');
  send(3);
  expect(received).toEqual(['data: 3\n\n']);
});

test('nor by a member that is alone', () => {
  const { member, respond } = joining();
  member.timeOut('answer');
  member.connected({ head, refusal: undefined });
  member.timeOut('merge');
  respond(4, '');
  expect(member.phase).toBe('alone');
  respond(3, '7');
  expect(member.phase).toBe('following');
});

test('what came between the question and its answer is not received twice', () => {
  const { member, respond, send, received } = follower();
  member.ask();
  send(3);
  respond(3, '7');
  send(3);
  send(4);
  expect(received).toEqual(['data: 3\n\n', 'data: 4\n\n']);
});
