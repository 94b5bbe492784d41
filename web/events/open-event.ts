// The `open` event, which says what the server responded with. The native EventSource's says nothing.

import { LightEvent } from './stream-event.ts';

/** The response with which a connection opened. */
export interface EventSourceOpenInfo {
  /** The status; 200, as nothing else opens a connection. */
  readonly status: number;
  /** The response's headers, of those from another origin the ones that it exposes. */
  readonly headers: Headers;
  /** The final URL, after redirects. */
  readonly url: string;
}

/** What `onopen` and listeners for 'open' are given. */
export interface ConnectionOpenEvent extends Event, EventSourceOpenInfo {}

/** @internal Trusted, as what the user agent fires; `constructor` and `toString` say Event. */
export class LightOpenEvent extends LightEvent implements ConnectionOpenEvent {
  #info: EventSourceOpenInfo;

  constructor(info: EventSourceOpenInfo, target: EventTarget) {
    super('open', target);
    this.#info = info;
  }

  get status(): number {
    return this.#info.status;
  }
  get headers(): Headers {
    return this.#info.headers;
  }
  get url(): string {
    return this.#info.url;
  }
}

// So that `event.constructor` is the platform's Event, which stands behind LightEvent.prototype.
Reflect.deleteProperty(LightOpenEvent.prototype, 'constructor');
