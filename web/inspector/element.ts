// <event-source-inspector>: shows what was recorded, one source at a time. Records are kept as they
// come, and drawn once a frame at most.

import { Details } from './details.ts';
import { create } from './dom.ts';
import { EventList } from './event-list.ts';
import { save, toEventStream, toJson } from './exports.ts';
import { FilteredView } from './filtered-view.ts';
import { Recording } from './recording.ts';
import { StatusBar } from './status-bar.ts';
import { applyStyles } from './styles.ts';
import { TimeLine } from './time-line.ts';
import { Toolbar } from './toolbar.ts';

/** @internal The name of the element. */
export const kElementName = 'event-source-inspector';

/** @internal What the element shows of one source. */
export interface Shown {
  readonly recording: Recording;
  /** Brings the recording up to date. */
  update(): void;
}

/** ms between two frames while nothing happens, for the time that goes by. */
const kTick = 200;
const kSlowTick = 1000;

/** ms of one frame that a search may take. */
const kSearchTime = 8;

const kMostSources = 20;

// The import must work where there are no elements.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

const reducesMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The element in which `inspect()` shows sources. It is 30rem high unless the page's style says otherwise. */
export class EventSourceInspectorElement extends Base {
  #sources: Shown[] = [];
  #shown: Shown | undefined;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #view = new FilteredView(new Recording('', { maxRecords: 1, maxBytes: 1 }).log);
  readonly #status = new StatusBar((index) => this.#choose(this.#sources[index]));
  readonly #timeLine = new TimeLine();
  readonly #list = new EventList(this.#view, (record) => this.#details.show(record));
  readonly #details: Details = new Details(() => {
    this.#list.select(-1);
    this.#request();
  });
  readonly #toolbar = new Toolbar({
    filter: (filter) => {
      this.#view.filter = filter;
      this.#list.restart();
      this.#request();
    },
    pause: (isPaused) => {
      if (isPaused) this.#view.pause();
      else this.#view.resume();
      this.#request();
    },
    clear: () => {
      this.#list.restart();
      this.#shown?.recording.clear();
      this.#request();
    },
    saveEventStream: () => {
      const { recording } = this.#shown ?? {};
      if (recording) save('events.txt', 'text/plain', toEventStream(recording));
    },
    saveJson: () => {
      const { recording } = this.#shown ?? {};
      if (recording) save('events.json', 'application/json', [JSON.stringify(toJson(recording))]);
    },
    setRange: (milliseconds) => {
      this.#timeLine.range = milliseconds;
      this.#request();
    },
  });
  /** There is nothing to tell while no source is inspected. */
  readonly #parts = [this.#status, this.#timeLine, this.#toolbar].map(({ element }) => element);
  readonly #darkness = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
  readonly #resizes = globalThis.ResizeObserver && new ResizeObserver(() => this.#request());

  /** Created by the HTML parser, by `document.createElement()`, or by `inspect()`. */
  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    applyStyles(root);
    const panes = create('div', { class: 'panes' }, this.#list.element, this.#details.element);
    const label = { role: 'region', 'aria-label': 'Event stream inspector', class: 'inspector' };
    root.append(create('div', label, ...this.#parts, panes));
    this.#status.list([], -1);
  }

  /** @internal */
  connectedCallback(): void {
    this.#darkness?.addEventListener('change', this.#onDarkness);
    this.#resizes?.observe(this);
    this.#request();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#darkness?.removeEventListener('change', this.#onDarkness);
    this.#resizes?.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    clearTimeout(this.#timer);
  }

  /** @internal Shows a source, from now on; others can be chosen. */
  add(shown: Shown): void {
    this.#sources.push(shown);
    if (this.#sources.length > kMostSources) this.drop(this.#sources[0]);
    shown.recording.onChange = this.#onChange(shown);
    this.#choose(shown);
  }

  /** @internal The source is not shown any more. */
  drop(shown: Shown): void {
    this.#sources = this.#sources.filter((other) => other !== shown);
    shown.recording.onChange = undefined;
    if (this.#shown === shown) this.#choose(this.#sources.at(-1));
    else this.#listSources();
  }

  #onChange(shown: Shown): () => void {
    return () => {
      if (this.#frame === 0 && this.#shown === shown) this.#request();
    };
  }

  #choose(shown: Shown | undefined): void {
    this.#shown = shown;
    if (shown) this.#view.show(shown.recording.log);
    this.#list.restart();
    this.#toolbar.reset();
    this.#listSources();
    this.#request();
  }

  #listSources(): void {
    const labels = this.#sources.map(({ recording }, index) => `${index + 1}: ${recording.url}`);
    this.#status.list(labels, this.#sources.indexOf(this.#shown as Shown));
  }

  readonly #onDarkness = (): void => {
    this.#timeLine.forgetColours();
    this.#request();
  };

  #request(): void {
    if (this.#frame !== 0 || !this.isConnected) return;
    clearTimeout(this.#timer);
    this.#frame = requestAnimationFrame(this.#render);
  }

  readonly #render = (): void => {
    this.#frame = 0;
    const shown = this.#shown;
    for (const part of this.#parts) part.hidden = !shown;
    if (!shown) {
      this.#list.render('No source is inspected yet.');
      return;
    }
    const { recording } = shown;
    shown.update();
    const now = performance.now();
    const isComplete = this.#view.update(now + kSearchTime);
    this.#status.render(recording, now);
    this.#timeLine.render(recording, now);
    this.#toolbar.render(recording.types, this.#view.length, this.#view.missed);
    const { first, end } = recording.log;
    const emptyText = first === end ? 'Nothing has come yet.' : 'Nothing matches.';
    this.#list.render(isComplete ? emptyText : 'Searching…');
    if (!isComplete) this.#request();
    else if (recording.state !== 'closed') this.#tick();
  };

  #tick(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#request(), reducesMotion() ? kSlowTick : kTick);
  }
}

/** @internal Registers the element, once, and where there are elements. */
export function defineElement(): boolean {
  const registry = globalThis.customElements;
  if (!registry) return false;
  if (!registry.get(kElementName)) registry.define(kElementName, EventSourceInspectorElement);
  return true;
}

declare global {
  interface HTMLElementTagNameMap {
    'event-source-inspector': EventSourceInspectorElement;
  }
}
