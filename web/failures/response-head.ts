/** How a response began: one with which a connection opened, or one that was refused. */
export interface ResponseHead {
  /** The HTTP status. */
  readonly status: number;
  /** The response's headers; of another origin's, those that it exposes. */
  readonly headers: Headers;
  /** The final URL, after redirects. */
  readonly url: string;
}
