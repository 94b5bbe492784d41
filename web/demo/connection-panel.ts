import type { ConnectionFailure } from 'eventsource-wasm';

import { Countdown } from './countdown.ts';
import { pageElement } from './page-element.ts';
import type { StreamTally } from './stream-tally.ts';

const kStateWords = {
  connecting: 'Connecting',
  open: 'Open',
  waiting: 'Waiting to reconnect',
  failed: 'Closed: it will not reconnect',
  closed: 'Closed by you',
};
export type StateName = keyof typeof kStateWords;

/** The connection's state, its last error and the counts, in words. */
export class ConnectionPanel {
  readonly #state = pageElement('state');
  readonly #next = pageElement('next');
  readonly #countdown = new Countdown();

  show(state: StateName, next = ''): void {
    this.#countdown.stop();
    this.#state.dataset.state = state;
    // Screen readers announce the change of this text alone: neither letters nor countdowns.
    this.#state.textContent = kStateWords[state];
    this.#next.textContent = next;
  }

  showFailure(failure: ConnectionFailure): void {
    pageElement('error-none').hidden = true;
    pageElement('error').hidden = false;
    const { kind, status, message, willRetry, delay } = failure;
    pageElement('error-time').textContent = new Date().toLocaleTimeString();
    pageElement('error-kind').textContent = kind;
    pageElement('error-status').textContent = status === undefined ? 'none' : String(status);
    pageElement('error-message').textContent = message;
    pageElement('error-will-retry').textContent = willRetry ? 'yes' : 'no';
    pageElement('error-delay').textContent =
      delay === undefined ? 'none' : `${Math.round(delay)} ms`;
    if (willRetry) {
      this.show('waiting');
      this.#countdown.start(delay ?? 0, (seconds) => {
        this.#next.textContent = seconds ? `Next attempt in ${seconds} s.` : 'Connecting…';
      });
    } else {
      const reason =
        kind === 'http' ? 'According to the standard, any status other than 200 is final. ' : '';
      this.show('failed', `${reason}“Reconnect” creates a new EventSource.`);
    }
  }

  showTally({ received, replayed, lost, doubled }: StreamTally): void {
    for (const [id, count] of Object.entries({
      received,
      replayed,
      lost,
      doubled,
    })) {
      pageElement(id).textContent = count.toLocaleString('en');
    }
    pageElement('lost').classList.toggle('bad', lost > 0);
    pageElement('doubled').classList.toggle('bad', doubled > 0);
  }
}
