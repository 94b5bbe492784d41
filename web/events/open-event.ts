// The `open` event, which says what the server responded with. The native EventSource's says nothing.

import type { ResponseHead } from '../failures/response-head.ts';
import { LightEvent, shapeAsEvent } from './stream-event.ts';

/** What `onopen` and listeners for 'open' are given: the response, whose status is 200. */
export interface ConnectionOpenEvent extends Event, ResponseHead {}

/** @internal Trusted, as what the user agent fires; `constructor` and `toString` say Event. */
export class LightOpenEvent extends LightEvent implements ConnectionOpenEvent {
  #response: ResponseHead;

  constructor(response: ResponseHead, target: EventTarget) {
    super('open', target);
    this.#response = response;
  }

  get status(): number {
    return this.#response.status;
  }
  get headers(): Headers {
    return this.#response.headers;
  }
  get url(): string {
    return this.#response.url;
  }
}

shapeAsEvent(LightOpenEvent.prototype);
