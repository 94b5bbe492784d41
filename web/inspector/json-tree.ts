// JSON as a tree whose branches are made when they are opened.
// https://www.w3.org/WAI/ARIA/apg/patterns/treeview/

import { create } from './dom.ts';

/** Children of one branch that are shown at once. */
const kMostChildren = 100;

/** UTF-16 code units of one string. */
const kLongestText = 1000;

/** Branches with no more children are open from the beginning. */
const kOpenAtOnce = 20;

type Entry = readonly [key: string, value: unknown];

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const cut = value.length > kLongestText ? `${value.slice(0, kLongestText)}…` : value;
  return JSON.stringify(cut);
}

function summaryOf(value: object): string {
  const { length } = Object.keys(value);
  if (Array.isArray(value)) return length === 0 ? '[]' : `[${length}]`;
  return length === 0 ? '{}' : `{${length}}`;
}

export class JsonTree {
  /** To be put into the page. */
  readonly element = create('ul', { role: 'tree', class: 'tree', 'aria-label': 'Data as JSON' });
  #current: HTMLElement | undefined; // the item that takes the focus

  constructor(value: unknown) {
    const root = this.#item(['', value]);
    this.element.append(root);
    if (isBranch(value) && Object.keys(value).length <= kOpenAtOnce) this.#toggle(root, true);
    this.#focusable(root);
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('click', (event) => this.#onClick(event));
  }

  readonly #branches = new WeakMap<HTMLElement, object>();

  /** What an item does that stands for children not shown yet. */
  readonly #more = new WeakMap<HTMLElement, () => void>();

  #item([key, value]: Entry): HTMLElement {
    const text = isBranch(value) ? summaryOf(value) : textOf(value);
    const line = create('span', { class: 'line' });
    if (key !== '') line.append(create('span', { class: 'key' }, key), ': ');
    line.append(create('span', { class: typeOf(value) }, text));
    const item = create('li', { role: 'treeitem', tabindex: '-1' }, line);
    if (isBranch(value) && Object.keys(value).length > 0) {
      item.setAttribute('aria-expanded', 'false');
      this.#branches.set(item, value);
    }
    return item;
  }

  #toggle(item: HTMLElement, isOpen: boolean): void {
    const value = this.#branches.get(item);
    if (!value || isOpen === (item.getAttribute('aria-expanded') === 'true')) return;
    item.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) {
      item.lastElementChild?.remove();
      return;
    }
    const group = create('ul', { role: 'group' });
    item.append(group);
    this.#fill(group, Object.entries(value), 0);
  }

  #fill(group: HTMLElement, entries: readonly Entry[], from: number): HTMLElement | undefined {
    const items = entries.slice(from, from + kMostChildren).map((entry) => this.#item(entry));
    group.append(...items);
    const left = entries.length - from - items.length;
    if (left > 0) {
      const line = create('span', { class: 'line more' }, `Show more of ${left}`);
      const more = create('li', { role: 'treeitem', tabindex: '-1' }, line);
      group.append(more);
      this.#more.set(more, () => {
        more.remove();
        const first = this.#fill(group, entries, from + kMostChildren);
        if (first) this.#focus(first);
      });
    }
    return items[0];
  }

  #focusable(item: HTMLElement): void {
    this.#current?.setAttribute('tabindex', '-1');
    this.#current = item;
    item.setAttribute('tabindex', '0');
  }

  #focus(item: HTMLElement): void {
    this.#focusable(item);
    item.focus();
  }

  #activate(item: HTMLElement): void {
    const more = this.#more.get(item);
    if (more) more();
    else this.#toggle(item, item.getAttribute('aria-expanded') !== 'true');
  }

  #onClick({ target }: Event): void {
    const item = (target as Element).closest<HTMLElement>('[role="treeitem"]');
    if (!item) return;
    this.#focus(item);
    this.#activate(item);
  }

  #onKey(event: KeyboardEvent): void {
    const item = (event.target as Element).closest<HTMLElement>('[role="treeitem"]');
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const visible = [...this.element.querySelectorAll<HTMLElement>('[role="treeitem"]')];
    const at = visible.indexOf(item);
    const isOpen = item.getAttribute('aria-expanded') === 'true';
    const parent = item.parentElement?.closest<HTMLElement>('[role="treeitem"]');
    let next: HTMLElement | null | undefined;
    if (event.key === 'ArrowDown') next = visible[at + 1];
    else if (event.key === 'ArrowUp') next = visible[at - 1];
    else if (event.key === 'Home') next = visible[0];
    else if (event.key === 'End') next = visible.at(-1);
    else if (event.key === 'ArrowRight' && isOpen) next = visible[at + 1];
    else if (event.key === 'ArrowRight') this.#toggle(item, true);
    else if (event.key === 'ArrowLeft' && isOpen) this.#toggle(item, false);
    else if (event.key === 'ArrowLeft') next = parent;
    else if (event.key === 'Enter' || event.key === ' ') this.#activate(item);
    else return;
    event.preventDefault();
    if (next) this.#focus(next);
  }
}
