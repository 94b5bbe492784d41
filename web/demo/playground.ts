// Any stream that the browser may reach, with headers and a method, in the inspector.

import { EventSource } from 'eventsource-wasm';
import { inspect } from 'eventsource-wasm/inspector';

import { pageElement } from './page-element.ts';

/** "Name: value", a line each; what is wrong with one is said by EventSource. */
function readHeaders(text: string): [string, string][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new TypeError('Headers: one “Name: value” a line.');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
}

/** The form, and the source that it has opened last. */
export class Playground {
  readonly #form = pageElement<HTMLFormElement>('playground');
  readonly #error = pageElement('playground-error');
  #source: EventSource | undefined;

  constructor() {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#open();
    });
    pageElement('playground-close').addEventListener('click', () => this.#source?.close());
  }

  #open(): void {
    const field = (name: string) =>
      (this.#form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement).value;
    this.#error.textContent = '';
    try {
      const method = field('method');
      const body = field('body');
      const source = new EventSource(field('url'), {
        method,
        headers: readHeaders(field('headers')),
        ...(method !== 'GET' && body !== '' && { body }),
      });
      this.#source?.close();
      this.#source = source;
      inspect(source, { performance: true });
    } catch (error) {
      this.#error.textContent = (error as Error).message;
    }
  }
}
