// What an application can consume an event stream with, end to end. One file each, and this shape:
//
//   name                      as the tables say it
//   create?(url)              the EventSource, for those that are one
//   supported?()              whether the engine has it
//   open(url, onData, size)   starts; calls onData(data) for each event; returns how to close.
//                             `size`: the bytes of the whole stream, for the floor, which sees no events

import { nativeAsync, oursAsync } from './async-listener.mjs';
import before from './before.mjs';
import polyfill from './event-source-polyfill.mjs';
import eventSourcePackage from './eventsource.mjs';
import fetchEventSource from './fetch-event-source.mjs';
import floor from './floor.mjs';
import native from './native.mjs';
import ours from './ours.mjs';
import oursWithMessageEvents from './ours-with-message-events.mjs';
import parserWithCallback from './parser-with-callback.mjs';

export const SOURCES = [
  native,
  nativeAsync,
  eventSourcePackage,
  polyfill,
  fetchEventSource,
  parserWithCallback,
  oursWithMessageEvents,
  oursAsync,
  ours,
  before,
  floor,
].filter((source) => source !== undefined);
