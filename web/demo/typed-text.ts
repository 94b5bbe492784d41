import { pageElement } from './page-element.ts';

/** The text that appears letter by letter. */
export class TypedText {
  readonly #title = pageElement('text-title');
  readonly #text = pageElement('text');
  readonly #progress = pageElement<HTMLProgressElement>('text-progress');
  #isReplay: boolean | undefined;

  /** A new page: the old text goes. */
  begin(title: string, letters: number): void {
    this.#title.textContent = title;
    this.#text.replaceChildren();
    this.#text.dataset.complete = 'false';
    this.#progress.value = 0;
    this.#progress.max = letters;
    this.#isReplay = undefined;
  }

  type(letter: string, isReplay: boolean): void {
    // One node per run of like letters, not per letter.
    if (this.#isReplay !== isReplay) {
      this.#isReplay = isReplay;
      this.#text.append(document.createElement(isReplay ? 'mark' : 'span'));
    }
    this.#text.lastElementChild?.append(letter);
    this.#progress.value += 1;
    if (this.#progress.value === this.#progress.max) this.#text.dataset.complete = 'true';
  }
}
