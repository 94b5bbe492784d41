// [beyond the standard] The option `share`: a source that had to connect by itself goes back to the shared
// connection where both streams have got to the same event. Not all events have an ID.
import { expect, test } from 'vitest';
import { kLimits } from '../../web/connection/sharing/limits.ts';
import { Member } from '../../web/connection/sharing/member.ts';
import type { LeaderMessage } from '../../web/connection/sharing/messages.ts';
import { idlePort } from './sharing/idle-port.ts';

const kEpoch = 'leader-1';
const head = { status: 200, url: undefined, headers: [] };
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A member that is alone, with what it has received, and what its two streams bring. */
function aloneFrom(id: string, ...own: string[]) {
  let received = '';
  const port = idlePort({
    deliver: (bytes) => {
      received += decoder.decode(bytes);
    },
  });
  const member = new Member('me', kLimits, port);
  member.start({ id, mode: 'now', renew: undefined });
  member.lockIsTaken();
  member.timeOut('answer');
  member.connected({ head, refusal: undefined });
  const bring = (text: string) => member.received(encoder.encode(text));
  for (const text of own) bring(text);
  member.timeOut('merge');
  const hear = (message: object) => member.message({ epoch: kEpoch, ...message } as LeaderMessage);
  let sequence = 5;
  const send = (id: string, text: string) => {
    hear({ kind: 'block', to: undefined, sequence: sequence++, id, bytes: encoder.encode(text) });
  };
  hear({ kind: 'response', to: 'me', head, sequence, id: '2', refusal: undefined });
  return { member, bring, send, received: () => received };
}

const aloneAfter = (...own: string[]) => aloneFrom('1', ...own);
const event = (id: string) => `id: ${id}\ndata: ${id}\n\n`;
const kTyping = 'event: typing\ndata: a\n\n';

test('it goes back after an event with an ID', () => {
  const { member, send, received } = aloneAfter(event('2'));
  expect(member.phase).toBe('following');
  send('2', kTyping);
  send('3', event('3'));
  expect(received()).toBe(event('2') + kTyping + event('3'));
});

test('an event without an ID that both streams bring is not received twice', () => {
  const { member, bring, send, received } = aloneAfter(event('2'), kTyping);
  expect(member.phase).toBe('alone'); // nobody knows what has followed
  send('2', kTyping);
  bring(event('3'));
  send('3', event('3'));
  expect(member.phase).toBe('following');
  expect(received()).toBe(event('2') + kTyping + event('3'));
});

test('nor where it comes together with the one before', () => {
  const { member, send, received } = aloneAfter(event('2') + kTyping);
  send('2', kTyping);
  expect(member.phase).toBe('following');
  send('3', event('3'));
  expect(received()).toBe(event('2') + kTyping + event('3'));
});

test('comments do not matter', () => {
  const { member } = aloneAfter(`${event('2')}:\n\n`, ': keep-alive\n\n');
  expect(member.phase).toBe('following');
});

test('a comment that ends with a CR hides no event', () => {
  const { member } = aloneAfter(event('2'), ':\r\rdata: a\n\n');
  expect(member.phase).toBe('alone');
});

test('without IDs it goes back when its connection has ended', () => {
  const { member, bring, send } = aloneFrom('', 'data: a\n\n');
  send('', 'data: b\n\n');
  bring('data: b\n\n');
  expect(member.phase).toBe('alone');
  member.disconnected('end');
  member.start({ id: '', mode: 'now', renew: undefined });
  member.lockIsTaken();
  expect(member.phase).toBe('joining');
});
