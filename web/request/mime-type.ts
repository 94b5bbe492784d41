const kEventStream = 'text/event-stream';

// Of several values of Content-Type, a comma in a quoted string does not end one. An unfinished quoted
// string takes all the rest.
const kValue = /(?:[^",]|"(?:[^"\\]|\\.)*(?:"|\\?$))+/gs;

// White space may surround the essence, not divide it.
const kEssence = /^[\t\n\r ]*([-!#$%&'*+.^_`|~\w]+\/[-!#$%&'*+.^_`|~\w]+)[\t\n\r ]*(?:;|$)/;

/**
 * Whether the value of a Content-Type header stands for text/event-stream: the type that "extract a MIME
 * type" says, whatever its parameters. https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
 */
export function isEventStream(contentType: string): boolean {
  if (contentType === kEventStream) return true; // as most are: the patterns need not be compiled
  let last = '';
  for (const value of contentType.match(kValue) ?? []) {
    const essence = kEssence.exec(value)?.[1];
    if (essence && essence !== '*/*') last = essence;
  }
  return last.toLowerCase() === kEventStream;
}
