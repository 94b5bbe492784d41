// Search, filter, pause, clear, export and the range of the time line.

import { button, create, labelled, write } from './dom.ts';
import { type Filter, kConnectionRecords } from './filtered-view.ts';
import { count } from './formats.ts';

/** What the toolbar asks for. */
export interface ToolbarActions {
  filter(filter: Filter): void;
  /** @param isPaused whether the list is to stand still */
  pause(isPaused: boolean): void;
  clear(): void;
  saveEventStream(): void;
  saveJson(): void;
  /** @param milliseconds of the time line */
  setRange(milliseconds: number): void;
}

const kRanges = { '10 s': 10_000, '1 min': 60_000, '10 min': 600_000 };

export class Toolbar {
  /** To be put into the page. */
  readonly element: HTMLElement;
  readonly #text = labelled(
    'Search types, IDs and data',
    create('input', {
      type: 'search',
      placeholder: 'Search',
      spellcheck: 'false',
      autocomplete: 'off',
    }),
  );
  readonly #type = labelled('Show', create('select'));
  readonly #pause: HTMLButtonElement;
  readonly #shown = create('span', { class: 'shown' });
  readonly #filter: () => void;
  #types = '';

  constructor(actions: ToolbarActions) {
    this.#filter = () => actions.filter({ text: this.#text.value, type: this.#type.value });
    this.#text.addEventListener('input', this.#filter);
    this.#type.addEventListener('change', this.#filter);
    this.#pause = button(
      'Pause',
      () => {
        const isPaused = this.#pause.getAttribute('aria-pressed') !== 'true';
        this.#pause.setAttribute('aria-pressed', String(isPaused));
        actions.pause(isPaused);
      },
      { 'aria-pressed': 'false' },
    );
    const range = labelled('Range of the time line', create('select'));
    for (const [name, value] of Object.entries(kRanges)) {
      range.append(create('option', { value: String(value) }, name));
    }
    range.value = String(kRanges['1 min']);
    range.addEventListener('change', () => actions.setRange(Number(range.value)));
    this.#listTypes(new Map());
    this.element = create(
      'div',
      { class: 'tools' },
      this.#text,
      this.#type,
      this.#shown,
      this.#pause,
      button('Clear', actions.clear),
      button('Save .txt', actions.saveEventStream, {
        title: 'As an event stream that can be replayed',
      }),
      button('Save JSON', actions.saveJson),
      range,
    );
  }

  /** Is shown the records of another source. */
  reset(): void {
    this.#pause.setAttribute('aria-pressed', 'false');
    this.#types = '\0'; // to be listed anew
  }

  /** @param missed records since it was paused */
  render(types: ReadonlyMap<string, number>, shown: number, missed: number): void {
    this.#listTypes(types);
    write(
      this.#shown,
      missed === 0 ? `${count(shown)} shown` : `${count(shown)} shown, ${count(missed)} new`,
    );
  }

  /** Not while nothing has changed: that would close the list that the user has open. */
  #listTypes(types: ReadonlyMap<string, number>): void {
    const names = [...types.keys()];
    const key = names.join('\n');
    if (key === this.#types) return;
    this.#types = key;
    const chosen = this.#type.value;
    const option = (value: string, text: string) => create('option', { value }, text);
    this.#type.replaceChildren(
      option('', 'All'),
      option(kConnectionRecords, 'Connections'),
      ...names.map((name) => option(name, name)),
    );
    this.#type.value = chosen;
    if (this.#type.selectedIndex !== -1) return;
    this.#type.value = '';
    this.#filter(); // by a type that another source has
  }
}
