import type { EventSource } from '../index.ts';
import {
  defineElement,
  type EventSourceInspectorElement,
  kElementName,
  type Shown,
} from './element.ts';
import { type RecordingExport, toEventStream, toJson } from './exports.ts';
import { observe } from './observe.ts';
import { PerformanceTrack } from './performance-track.ts';
import { Recording } from './recording.ts';

/** The options of `inspect()`. */
export interface InspectOptions {
  /**
   * Where to show it. By default the page's first `<event-source-inspector>`, or a new one at the end of
   * the body; none in workers. null shows it nowhere.
   */
  element?: EventSourceInspectorElement | null | undefined;
  /** How many records to keep; the oldest are dropped. Default 10,000. */
  maxRecords?: number | undefined;
  /** About how many bytes the records may take; default 16 MiB. */
  maxBytes?: number | undefined;
  /**
   * Whether to show connections, waits and events in the browser's profiler: as a track in Chromium's
   * Performance panel, as marks elsewhere. Default false.
   */
  performance?: boolean | undefined;
}

/** The recording of one source, as `inspect()` returns it. */
export interface Inspection {
  /** Where it is shown, if anywhere. */
  readonly element: EventSourceInspectorElement | undefined;
  /** The events that are kept, as an event stream for `EventSource.fromReadableStream()`. */
  toEventStream(): string;
  /** All records that are kept. */
  toJSON(): RecordingExport;
  /** Ends the recording and removes it from the element. The source goes on. */
  stop(): void;
}

const inspections = new WeakMap<EventSource, Inspection>();
let sources = 0;

/** A number of the caller's, or what stands for none. */
function positive(name: string, value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && value >= 1) return Math.floor(value);
  throw new TypeError(`Failed to execute 'inspect': ${name} must be a number of 1 or more`);
}

/** The page's element, made if there is none. */
function elementOfPage(): EventSourceInspectorElement | undefined {
  if (!defineElement()) return undefined;
  const found = document.querySelector(kElementName);
  if (found) return found;
  const element = document.createElement(kElementName);
  (document.body ?? document.documentElement).append(element); // there is no body while the head is read
  return element;
}

/**
 * Records what a source does from now on, and shows it. Events of all types are recorded, even those that
 * nobody listens for; the source behaves as before, but `stats.events` counts them all. For a source that is
 * inspected already, the earlier recording ends.
 *
 * ```ts
 * const source = new EventSource('/prices');
 * inspect(source);
 * ```
 *
 * @throws {TypeError} when `source` is not an EventSource of this package, or an option is wrong
 */
export function inspect(source: EventSource, options: InspectOptions = {}): Inspection {
  const maxRecords = positive('maxRecords', options.maxRecords, 10_000);
  const maxBytes = positive('maxBytes', options.maxBytes, 16 * 1024 * 1024);
  const recording = new Recording(String(source?.url), { maxRecords, maxBytes });
  inspections.get(source)?.stop();
  sources++;
  const track = options.performance ? new PerformanceTrack(`EventSource ${sources}`) : undefined;
  const observation = observe(source, recording, track);
  const element = options.element === undefined ? elementOfPage() : (options.element ?? undefined);
  if (element) defineElement();
  const shown: Shown = { recording, update: () => observation.update() };
  element?.add(shown);
  const inspection: Inspection = {
    element,
    toEventStream: () => [...toEventStream(recording)].join(''),
    toJSON() {
      observation.update();
      return toJson(recording);
    },
    stop() {
      observation.stop();
      element?.drop(shown);
    },
  };
  inspections.set(source, inspection);
  return inspection;
}
