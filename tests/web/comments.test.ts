// [beyond the standard] The option `onComment`.
import { describe, expect, onTestFinished, test } from 'vitest';
import { open } from '../support/sources.ts';
import { eventStream, hold } from '../support/stream-scenario.ts';

describe('onComment', () => {
  test('is called for comments, without the colon and one space', async () => {
    const comments: string[] = [];
    const { events } = await open([eventStream(':a\n: b\n:  c\n:\ndata: 1\n\n', hold)], {
      onComment: (text) => comments.push(text),
    });
    await events.next('open');
    await events.next('message');
    expect(comments).toEqual(['a', 'b', ' c', '']);
  });

  test('that throws stops nothing', async () => {
    const reported: unknown[] = [];
    const scope = globalThis as { reportError?: (error: unknown) => void };
    const { reportError } = scope;
    scope.reportError = (error) => reported.push(error);
    onTestFinished(() => {
      scope.reportError = reportError;
    });
    const mine = new Error('mine');
    const { events } = await open([eventStream(':a\ndata: 1\n\n', hold)], {
      onComment: () => {
        throw mine;
      },
    });
    await events.next('open');
    expect(await events.messages(1)).toEqual(['1']);
    expect(reported).toEqual([mine]);
  });
});
