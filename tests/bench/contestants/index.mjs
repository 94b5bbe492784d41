// The parsers that are compared. One adapter file each, and this shape:
//
//   name         the npm package
//   engines      where it runs
//   load()       once, before anything else (optional)
//   prepare(c)   what a chunk has to be for this parser; not timed (optional)
//   open(sink)   a parser for a new stream: { push(chunk), end?() }; `sink` is called in push()
//   consume(chunks, sink)   instead of open(): for those that can only read a ReadableStream
//   ids          'kept': events carry the last event ID; 'own': only the ID of their own block; 'none'
//
// `sink(type, data, id)`; an adapter's own code is kept as small as its parser's interface allows.
import before from './before.mjs';
import eventSourceParser from './eventsource-parser.mjs';
import fetchEventSource from './fetch-event-source.mjs';
import fetchEventStream from './fetch-event-stream.mjs';
import launchdarkly from './launchdarkly-eventsource.mjs';
import openai from './openai.mjs';
import ours from './ours.mjs';
import parseSse from './parse-sse.mjs';
import undici from './undici.mjs';

export const CONTESTANTS = [
  ours,
  before,
  eventSourceParser,
  fetchEventSource,
  undici,
  launchdarkly,
  openai,
  fetchEventStream,
  parseSse,
].filter((contestant) => contestant !== undefined);
