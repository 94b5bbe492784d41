// The kinds of targets that listener programs run on.

import { fire, fireMessage } from '../../../web/events/dispatch.ts';
import { requireTwo } from '../../../web/events/listener-arguments.ts';
import { ListenerList } from '../../../web/events/listener-list.ts';
import { PlatformEventTarget } from '../../../web/events/platform-event-target.ts';
import { adoptPlatformEvents, LightEvent } from '../../../web/events/stream-event.ts';
import { TargetListeners } from '../../../web/events/target-listeners.ts';
import type { ProgramTarget } from './listener-program.ts';

/** A target whose listeners are kept as an EventSource keeps its own. */
export class TestTarget extends PlatformEventTarget implements ProgramTarget {
  readonly firstListeners: string[] = [];
  readonly forgotten: string[] = [];
  readonly #lists = new Map<string, ListenerList>(); // as a parser keeps them
  readonly #listeners = new TargetListeners(
    this,
    (type, list) => {
      this.firstListeners.push(type);
      this.#lists.set(type, list);
    },
    (type) => {
      this.forgotten.push(type);
      this.#lists.delete(type);
    },
  );

  constructor() {
    super();
    adoptPlatformEvents();
  }

  get onmessage(): unknown {
    return this.#listeners.getHandler('message');
  }
  set onmessage(value: unknown) {
    this.#listeners.setHandler('message', value);
  }

  override addEventListener(
    type: string,
    callback: EventListenerOrEventListenerObject | null,
    options: boolean | AddEventListenerOptions = false,
  ): void {
    // biome-ignore lint/complexity/noArguments: leaving out the callback is not the same as null
    requireTwo(arguments.length, 'addEventListener');
    this.#listeners.add(type, callback, options);
  }

  override removeEventListener(
    type: string,
    callback: EventListenerOrEventListenerObject | null,
    options: boolean | EventListenerOptions = false,
  ): void {
    // biome-ignore lint/complexity/noArguments: leaving out the callback is not the same as null
    requireTwo(arguments.length, 'removeEventListener');
    this.#listeners.remove(type, callback, options);
  }

  override dispatchEvent(event: Event): boolean {
    return this.#listeners.dispatch(event);
  }

  releaseListeners(): void {
    this.#listeners.release();
  }

  listenersFor(type: string) {
    return this.#listeners.listenersFor(type);
  }

  fireMessage(data = 'x', type = 'message'): MessageEvent<string> {
    const list = this.#lists.get(type) ?? new ListenerList(this, type);
    return fireMessage(list, data, 'https://example.org', '7');
  }

  fireOpen(): Event {
    const event = new LightEvent('open', this);
    fire(this.listenersFor('open'), event);
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
