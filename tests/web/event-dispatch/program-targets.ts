// The kinds of targets that listener programs run on.

import { fire, StreamEventTarget } from '../../../web/event-dispatch.ts';
import { createEvent, createMessageEvent } from '../../../web/light-events.ts';
import type { ProgramTarget } from './listener-program.ts';

/** A target of ours with all that its subclasses can reach made public. */
export class TestTarget extends StreamEventTarget implements ProgramTarget {
  readonly firstListeners: string[] = [];

  get onmessage(): unknown {
    return this.getHandler('message');
  }
  set onmessage(value: unknown) {
    this.setHandler('message', value);
  }

  override listenersFor(type: string) {
    return super.listenersFor(type);
  }

  protected override onFirstListener(type: string): void {
    this.firstListeners.push(type);
  }

  fireMessage(data = 'x', type = 'message'): MessageEvent<string> {
    const event = createMessageEvent(type, data, 'https://example.org', '7', this);
    fire(this, this.listenersFor(type), event);
    return event;
  }

  fireOpen(): Event {
    const event = createEvent('open', this);
    fire(this, this.listenersFor('open'), event);
    return event;
  }
}

export function dispatchMessage(target: EventTarget): MessageEvent {
  const event = new MessageEvent('message', {
    data: 'x',
    origin: 'https://example.org',
    lastEventId: '7',
  });
  target.dispatchEvent(event);
  return event;
}

/** The engine's own EventSource, closed before it has done anything. */
export function createPlatformTarget(): ProgramTarget {
  const source = new EventSource('about:blank');
  source.close();
  return source as ProgramTarget;
}
