import { token } from '../../web/demo/server.mjs';

/** One request to the demo's event stream, and the text that has come so far. */
export class OpenStream {
  text = '';
  readonly response: Response;
  readonly #abort: AbortController;
  readonly #reader: ReadableStreamDefaultReader<string> | undefined;

  private constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    this.#reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** @param url the demo's; the token is sent unless `headers` has an Authorization of its own */
  static async open(url: string, headers: Record<string, string> = {}): Promise<OpenStream> {
    const abort = new AbortController();
    const response = await fetch(new URL('events', url), {
      headers: { Authorization: `Bearer ${token}`, ...headers },
      signal: abort.signal,
    });
    return new OpenStream(response, abort);
  }

  /** The ids of the complete events so far. */
  get ids(): number[] {
    const complete = this.text.slice(0, this.text.lastIndexOf('\n\n') + 1);
    return [...complete.matchAll(/^id: ?(\d+)$/gm)].map(([, id]) => Number(id));
  }

  /** Reads until so many events have come. @throws when the stream ends or breaks off before */
  async readEvents(count: number): Promise<number[]> {
    while (this.ids.length < count) await this.#read();
    return this.ids;
  }

  /** Reads until the stream ends or breaks off, and throws if it breaks off. */
  async readAll(): Promise<void> {
    while (true) await this.#read();
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    const result = await this.#reader?.read();
    if (!result || result.done) throw new Error(`The stream has ended after: ${this.text}`);
    this.text += result.value;
  }
}
