// All of the record that is selected.

import { button, create } from './dom.ts';
import { begin, dataSize, duration, timeOfDay } from './formats.ts';
import { JsonTree } from './json-tree.ts';
import type { InspectorRecord } from './records.ts';

/** UTF-16 code units that are parsed as JSON, or shown as text: more would hold the page up. */
const kMostJson = 500_000;
const kMostText = 100_000;

/** UTF-16 code units of a type or an ID. */
const kMostOfName = 1000;

function parseJson(text: string): object | undefined {
  if (text.length > kMostJson || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is known of it besides its data. */
function factsOf(record: InspectorRecord): [name: string, value: string][] {
  const time: [string, string] = ['time', timeOfDay(record.time)];
  const id = 'id' in record ? begin(record.id, kMostOfName) || 'none' : '';
  switch (record.kind) {
    case 'event':
      return [
        ['type', begin(record.type, kMostOfName)],
        ['id', id],
        time,
        ['size', dataSize(record)],
      ];
    case 'attempt':
      return [['attempt', String(record.attempt)], ['last event ID', id], time];
    case 'open':
      return [['status', String(record.status)], ['URL', record.url], time];
    case 'failure': {
      const facts: [string, string][] = [['reason', record.reason]];
      if (record.status !== undefined) facts.push(['status', String(record.status)]);
      facts.push(['attempt', String(record.attempt)]);
      facts.push(['next', record.delay === undefined ? 'none' : `after ${duration(record.delay)}`]);
      return [...facts, time];
    }
    case 'pause':
      return [time];
    case 'close':
      return [['by', record.by], time];
  }
}

const kTitles = {
  event: 'Event',
  attempt: 'Attempt to connect',
  open: 'Connection opened',
  failure: 'Connection failed',
  pause: 'Paused',
  close: 'Closed',
};

export class Details {
  /** To be put into the page. */
  readonly element = create('section', { class: 'details', 'aria-label': 'Selected record' });
  readonly #onClose: () => void;
  #showsText = false;

  /** @param onClose nothing is to be selected any more */
  constructor(onClose: () => void) {
    this.#onClose = onClose;
    this.element.hidden = true;
  }

  show(record: InspectorRecord | undefined): void {
    this.element.hidden = record === undefined;
    this.element.replaceChildren();
    if (record) this.#show(record);
  }

  #show(record: InspectorRecord): void {
    const facts = create('dl', { class: 'facts' });
    for (const [name, value] of factsOf(record)) {
      facts.append(create('div', {}, create('dt', {}, name), create('dd', {}, value)));
    }
    const close = button('×', this.#onClose, { 'aria-label': 'Close details', class: 'plain' });
    const head = create('div', { class: 'head' }, create('h3', {}, kTitles[record.kind]), close);
    const json = record.kind === 'event' ? parseJson(record.data) : undefined;
    if (json) {
      const other = this.#showsText ? 'Show as tree' : 'Show as text';
      const toggle = button(other, () => {
        this.#showsText = !this.#showsText;
        this.show(record);
        this.element.querySelector<HTMLElement>('.toggle')?.focus();
      });
      toggle.classList.add('toggle');
      close.before(toggle);
    }
    this.element.append(head, facts);
    if (json && !this.#showsText) this.element.append(new JsonTree(json).element);
    else if (record.kind === 'event') this.element.append(...textOf(record));
    else if (record.kind === 'failure') this.element.append(create('p', {}, record.message));
  }
}

function textOf({ data, length }: InspectorRecord & { kind: 'event' }): HTMLElement[] {
  const shown = data.slice(0, kMostText);
  // It scrolls, so the keyboard must reach it.
  const text = create('pre', { tabindex: '0', role: 'group', 'aria-label': 'Data as text' }, shown);
  if (shown.length === length) return [text];
  const note = `The first ${shown.length.toLocaleString('en')} of ${length.toLocaleString('en')} code units.`;
  return [text, create('p', { class: 'note' }, note)];
}
