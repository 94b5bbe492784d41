// The records as rows, of which there are only as many as can be seen. A list box: the keyboard moves
// the selection, and the rows take no focus of their own.

import { create, write } from './dom.ts';
import type { FilteredView } from './filtered-view.ts';
import { begin, dataSize, duration, summary, timeOfDay } from './formats.ts';
import type { InspectorRecord } from './records.ts';

/** px, as in the style sheet. */
const kRowHeight = 24;

/** Rows above and below those that are seen. */
const kOverscan = 4;

/** px from the end within which new rows are followed. */
const kNearEnd = kRowHeight;

const kKindWords = {
  attempt: 'connecting',
  open: 'open',
  failure: 'failure',
  pause: 'paused',
  close: 'closed',
};

interface Row {
  readonly element: HTMLElement;
  readonly cells: Record<'time' | 'gap' | 'type' | 'id' | 'text' | 'size', HTMLElement>;
  number: number; // of the record that it shows, -1 for none
}

export class EventList {
  /** To be put into the page. */
  readonly element: HTMLElement;
  readonly #view: FilteredView;
  readonly #onSelect: (record: InspectorRecord | undefined) => void;
  readonly #spacer = create('div', { class: 'spacer', role: 'presentation' });
  readonly #empty = create('p', { class: 'empty' });
  readonly #box: HTMLElement;
  readonly #rows: Row[] = [];
  #followsEnd = true;
  #top = 0; // the number of the record at the top, while the end is not followed
  #offset = 0; // px of its row that are above
  #selected = -1; // number
  #scrolledTo = 0; // by #scrollTo

  constructor(view: FilteredView, onSelect: (record: InspectorRecord | undefined) => void) {
    this.#view = view;
    this.#onSelect = onSelect;
    this.#box = create(
      'div',
      { class: 'rows', role: 'listbox', tabindex: '0', 'aria-label': 'Events and connections' },
      this.#spacer,
    );
    this.element = create('div', { class: 'list' }, this.#box, this.#empty);
    this.#box.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#box.addEventListener('keydown', (event) => this.#onKey(event));
    this.#box.addEventListener('click', (event) => this.#onClick(event));
  }

  /** Rows that are in the page. */
  get rowCount(): number {
    return this.#rows.length;
  }

  /** Other records are shown, or the same from the end. */
  restart(): void {
    this.#followsEnd = true;
    this.#resize(0); // no row of another log is left, not even until the next frame
    this.select(-1);
  }

  /** Shows what is there now. @param emptyText where there is nothing */
  render(emptyText: string): void {
    const { length } = this.#view;
    const height = this.#box.clientHeight;
    const spacerHeight = `${length * kRowHeight}px`;
    if (this.#spacer.style.height !== spacerHeight) this.#spacer.style.height = spacerHeight;
    this.#empty.hidden = length > 0;
    write(this.#empty, emptyText);
    const top = this.#followsEnd
      ? Math.max(0, length * kRowHeight - height)
      : this.#view.indexOf(this.#top) * kRowHeight + this.#offset;
    this.#scrollTo(top);
    const first = Math.max(0, Math.floor(top / kRowHeight) - kOverscan);
    const last = Math.min(length, Math.ceil((top + height) / kRowHeight) + kOverscan);
    this.#resize(last - first);
    for (let i = 0; i < this.#rows.length; i++) this.#fill(this.#rows[i], first + i, length);
    this.#markActive();
  }

  /** @param number of the record; -1 for none */
  select(number: number): void {
    if (number === this.#selected) return;
    this.#selected = number;
    this.#onSelect(this.#view.record(number));
  }

  #scrollTo(top: number): void {
    if (Math.abs(this.#box.scrollTop - top) < 1) return;
    this.#box.scrollTop = top;
    this.#scrolledTo = this.#box.scrollTop;
  }

  #onScroll(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.#box;
    if (Math.abs(scrollTop - this.#scrolledTo) < 1) return; // by itself
    this.#scrolledTo = scrollTop;
    this.#followsEnd = scrollTop + clientHeight >= scrollHeight - kNearEnd;
    if (this.#view.length > 0) this.#noteTop(scrollTop);
    this.render('');
  }

  #noteTop(scrollTop: number): void {
    const index = Math.min(Math.floor(scrollTop / kRowHeight), this.#view.length - 1);
    this.#top = this.#view.numberAt(index);
    this.#offset = scrollTop - index * kRowHeight;
  }

  #onClick({ target }: Event): void {
    const element = (target as Element).closest('[role="option"]');
    const row = this.#rows.find((candidate) => candidate.element === element);
    if (!row) return;
    this.select(row.number);
    this.#reveal(this.#view.indexOf(row.number)); // the details may have taken its place
    this.render('');
  }

  #onKey(event: KeyboardEvent): void {
    const { length } = this.#view;
    if (length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const isNone = this.#view.record(this.#selected) === undefined;
    const at = isNone ? length : this.#view.indexOf(this.#selected);
    const page = Math.max(1, Math.floor(this.#box.clientHeight / kRowHeight) - 1);
    const targets: Record<string, number> = {
      ArrowDown: isNone ? length - 1 : at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: length - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Escape') {
      this.select(-1);
    } else if (target === undefined) {
      return;
    } else {
      const index = Math.min(Math.max(target, 0), length - 1);
      this.select(this.#view.numberAt(index));
      this.#reveal(index);
    }
    event.preventDefault();
    this.render('');
  }

  /** Does not follow the end any more, so that what is looked at stays. */
  #stay(): void {
    this.#followsEnd = false;
    this.#noteTop(this.#box.scrollTop);
  }

  #reveal(index: number): void {
    const { scrollTop, clientHeight } = this.#box;
    const start = index * kRowHeight;
    const least = start + kRowHeight - clientHeight;
    if (start < scrollTop) this.#box.scrollTop = start;
    else if (least > scrollTop) this.#box.scrollTop = least;
    this.#scrolledTo = this.#box.scrollTop;
    this.#stay();
  }

  #resize(rows: number): void {
    while (this.#rows.length > Math.max(0, rows)) this.#rows.pop()?.element.remove();
    while (this.#rows.length < rows) {
      const cell = (name: string) => create('span', { class: name });
      const cells = {
        time: cell('time'),
        gap: cell('gap'),
        type: cell('type'),
        id: cell('id'),
        text: cell('text'),
        size: cell('size'),
      };
      const element = create('div', {
        role: 'option',
        class: 'row',
        id: `row-${this.#rows.length}`,
      });
      // Blanks between them, for what is read out.
      for (const one of Object.values(cells)) element.append(one, ' ');
      this.#rows.push({ element, cells, number: -1 });
      this.#box.append(element);
    }
  }

  #fill(row: Row, index: number, length: number): void {
    const number = this.#view.numberAt(index);
    const record = this.#view.record(number);
    if (!record) return;
    const { element, cells } = row;
    element.style.transform = `translateY(${index * kRowHeight}px)`;
    element.setAttribute('aria-setsize', String(length));
    element.setAttribute('aria-posinset', String(index + 1));
    element.setAttribute('aria-selected', String(number === this.#selected));
    if (row.number === number) return;
    row.number = number;
    element.dataset.kind = record.kind;
    const before = this.#view.record(number - 1);
    write(cells.time, timeOfDay(record.time));
    write(cells.gap, before ? `+${duration(Math.max(0, record.time - before.time))}` : '');
    write(cells.type, record.kind === 'event' ? begin(record.type) : kKindWords[record.kind]);
    write(cells.id, record.kind === 'event' ? begin(record.id) : '');
    write(cells.text, summary(record));
    write(cells.size, record.kind === 'event' ? dataSize(record) : '');
  }

  #markActive(): void {
    const row = this.#rows.find(({ number }) => number === this.#selected && number !== -1);
    if (row) this.#box.setAttribute('aria-activedescendant', row.element.id);
    else this.#box.removeAttribute('aria-activedescendant');
  }
}
