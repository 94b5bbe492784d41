import { expect, test } from 'vitest';
import { isEventStream } from '../../web/request/mime-type.ts';

test('text/event-stream is an event stream', () => {
  expect(isEventStream('text/event-stream')).toBe(true);
});

test('the letter case of the type does not matter', () => {
  expect(isEventStream('Text/Event-Stream')).toBe(true);
  expect(isEventStream('TEXT/EVENT-STREAM')).toBe(true);
});

test('parameters are ignored, a charset other than UTF-8 included', () => {
  expect(isEventStream('text/event-stream;charset=utf-8')).toBe(true);
  expect(isEventStream('Text/Event-Stream;charset=latin1')).toBe(true);
  expect(isEventStream('text/event-stream; charset="utf-8"; x')).toBe(true);
  expect(isEventStream('text/event-stream;')).toBe(true);
  expect(isEventStream('text/event-stream;type=text/html')).toBe(true);
  expect(isEventStream('text/event-stream;;;=/')).toBe(true);
});

test('white space around the essence is ignored', () => {
  expect(isEventStream(' text/event-stream')).toBe(true);
  expect(isEventStream('\ttext/event-stream \t')).toBe(true);
  expect(isEventStream('\r\ntext/event-stream\r\n')).toBe(true);
  expect(isEventStream('text/event-stream ; charset=utf-8')).toBe(true);
});

test('white space inside of the essence makes it invalid', () => {
  expect(isEventStream('text /event-stream')).toBe(false);
  expect(isEventStream('text/ event-stream')).toBe(false);
  expect(isEventStream('text/event stream')).toBe(false);
  expect(isEventStream('text/event-stream charset=utf-8')).toBe(false);
});

test('other types are no event stream, however alike', () => {
  expect(isEventStream('text/event-streaming')).toBe(false);
  expect(isEventStream('text/event-strea')).toBe(false);
  expect(isEventStream('text/event-stream+json')).toBe(false);
  expect(isEventStream('xtext/event-stream')).toBe(false);
  expect(isEventStream('application/event-stream')).toBe(false);
  expect(isEventStream('text/html')).toBe(false);
  expect(isEventStream('text/x-bogus')).toBe(false);
  expect(isEventStream('text/html;text/event-stream')).toBe(false);
});

test('no header, and what is no MIME type, is no event stream', () => {
  expect(isEventStream('')).toBe(false);
  expect(isEventStream(' ')).toBe(false);
  expect(isEventStream(',')).toBe(false);
  expect(isEventStream('text')).toBe(false);
  expect(isEventStream('text/')).toBe(false);
  expect(isEventStream('/event-stream')).toBe(false);
  expect(isEventStream('event-stream')).toBe(false);
  expect(isEventStream('*/*')).toBe(false);
});

test('bytes outside of HTTP tokens make a type invalid', () => {
  expect(isEventStream('text/event-stream"')).toBe(false);
  expect(isEventStream('"text/event-stream"')).toBe(false);
  expect(isEventStream('text/event-stream\u00e4')).toBe(false);
  expect(isEventStream('te\u00c5\u00bft/event-stream')).toBe(false);
  expect(isEventStream('text/event-stream\u0000')).toBe(false);
});

test('of several values the last valid one counts', () => {
  expect(isEventStream('text/html, text/event-stream')).toBe(true);
  expect(isEventStream('text/html,text/event-stream;charset=utf-8')).toBe(true);
  expect(isEventStream('text/event-stream, text/event-stream')).toBe(true);
  expect(isEventStream('text/event-stream, text/html')).toBe(false);
});

test('invalid values and */* leave it at the value before them', () => {
  expect(isEventStream('text/event-stream, ')).toBe(true);
  expect(isEventStream('text/event-stream, bogus')).toBe(true);
  expect(isEventStream('text/event-stream, te xt/html')).toBe(true);
  expect(isEventStream('text/event-stream, text/ht ml')).toBe(true);
  expect(isEventStream('text/event-stream, /html')).toBe(true);
  expect(isEventStream('text/event-stream, text/')).toBe(true);
  expect(isEventStream('text/event-stream, */*')).toBe(true);
  expect(isEventStream('text/event-stream, */*;charset=utf-8')).toBe(true);
  expect(isEventStream(', text/event-stream')).toBe(true);
  expect(isEventStream('text/event-stream, */x')).toBe(false);
});

test('a comma inside of a quoted string does not divide values', () => {
  expect(isEventStream('text/event-stream;x="a, text/html"')).toBe(true);
  expect(isEventStream('text/html;x="a, text/event-stream"')).toBe(false);
});

test('a backslash in a quoted string keeps the quotation mark after it from ending the string', () => {
  expect(isEventStream('text/event-stream;x="\\", text/html;y="')).toBe(true);
  expect(isEventStream('text/event-stream;x="\\\\", text/html')).toBe(false);
});

test('an unfinished quoted string takes the rest of the values', () => {
  expect(isEventStream('text/event-stream;x="a, text/html')).toBe(true);
  expect(isEventStream('text/event-stream;x="\\')).toBe(true);
});

test('a backslash outside of a quoted string has no meaning', () => {
  expect(isEventStream('text/event-stream;x=\\, text/html')).toBe(false);
  expect(isEventStream('text/event-stream;x=\\", text/html;y="')).toBe(true);
});
