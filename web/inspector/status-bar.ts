// How the source is doing: its state, what comes next, rates and gaps.

import { create, labelled, write } from './dom.ts';
import { begin, count, duration, rate, size } from './formats.ts';
import type { Recording, State } from './recording.ts';

const kStateWords: Record<State, string> = {
  connecting: 'Connecting',
  open: 'Open',
  waiting: 'Waiting to reconnect',
  paused: 'Paused while hidden',
  closed: 'Closed',
};

const kFacts = {
  events: 'events',
  rate: 'events/s',
  bytes: 'received',
  speed: 'per second',
  last: 'since the last',
  gap: 'longest gap',
};

export class StatusBar {
  /** To be put into the page. */
  readonly element: HTMLElement;
  readonly #sources = labelled('Source', create('select', { class: 'sources' }));
  // Its changes are read out; countdowns and rates are not.
  readonly #state = create('span', { class: 'state', role: 'status' });
  readonly #next = create('span', { class: 'next' });
  readonly #values = new Map<keyof typeof kFacts, HTMLElement>();

  /** @param onChoose another source is to be shown, by its place */
  constructor(onChoose: (index: number) => void) {
    this.#sources.addEventListener('change', () => onChoose(this.#sources.selectedIndex));
    const facts = create('dl', { class: 'facts' });
    for (const [name, words] of Object.entries(kFacts) as [keyof typeof kFacts, string][]) {
      const value = create('dd');
      this.#values.set(name, value);
      facts.append(create('div', {}, create('dt', {}, words), value));
    }
    const now = create('p', { class: 'now' }, this.#state, this.#next);
    this.element = create('div', { class: 'status' }, this.#sources, now, facts);
  }

  /** @param labels of the sources, of which `chosen` is shown */
  list(labels: readonly string[], chosen: number): void {
    this.#sources.replaceChildren(...labels.map((label) => create('option', {}, label)));
    this.#sources.selectedIndex = chosen;
    this.#sources.hidden = labels.length === 0;
  }

  render(recording: Recording, now: number): void {
    const { state, next, rates, lastEventTime } = recording;
    const reason = recording.spans.at(-1)?.reason;
    this.#state.dataset.state = state;
    write(this.#state, reason ? `${kStateWords[state]}: ${reason}` : kStateWords[state]);
    write(this.#next, nextText(next, now));
    const { events, bytes } = rates.at(now);
    const since = lastEventTime === undefined ? undefined : Math.max(0, now - lastEventTime);
    const isOpen = state === 'open' && since !== undefined;
    const gap = isOpen ? Math.max(recording.longestGap, since) : recording.longestGap;
    this.#set('events', count(recording.events));
    this.#set('rate', rate(events));
    this.#set('bytes', size(recording.bytes));
    this.#set('speed', size(bytes));
    this.#set('last', since === undefined ? '–' : duration(Math.floor(since / 100) * 100));
    this.#set('gap', gap === 0 ? '–' : duration(gap));
  }

  #set(name: keyof typeof kFacts, text: string): void {
    write(this.#values.get(name) as HTMLElement, text);
  }
}

function nextText(next: Recording['next'], now: number): string {
  if (!next) return '';
  const left = (next.time - now) / 1000;
  const from = next.id === '' ? '' : `, from ID ${begin(next.id)}`;
  const when = left > 0 ? `in ${left.toFixed(1)} s` : 'now';
  return `Attempt ${next.attempt} ${when}${from}`;
}
