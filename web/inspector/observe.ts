// Records what an EventSource does. Nothing of the package is imported but types, so that a page's
// inspector and its sources may come from different files.

import type { ConnectionObserver } from '../connection/connection-sink.ts';
import type { EventSource } from '../index.ts';
import type { PerformanceTrack } from './performance-track.ts';
import type { Recording } from './recording.ts';

/** @see kObserve of connection-sink.ts */
const kObserve = Symbol.for('eventsource-wasm.observe');

interface Observable extends EventSource {
  [kObserve]?(observer: ConnectionObserver): void;
}

/** What has been recorded of a source is brought up to date by update(). */
export interface Observation {
  update(): void;
  stop(): void;
}

/** Where what a source does goes to, while it is recorded. */
interface Target {
  readonly recording: Recording;
  readonly track: PerformanceTrack | undefined;
}

/** What a source has been given to tell of itself; it keeps that as long as it lives, so it is given one only. */
class Tap {
  target: Target | undefined;

  record(action: (recording: Recording) => void): void {
    if (!this.target) return;
    action(this.target.recording);
    this.target.track?.enter(this.target.recording);
  }
}

const taps = new WeakMap<EventSource, Tap>();

const now = () => performance.now();

/** @throws {TypeError} when it is not an EventSource of this package */
export function observe(
  source: EventSource,
  recording: Recording,
  track: PerformanceTrack | undefined,
): Observation {
  let tap = taps.get(source);
  const target: Target = { recording, track };
  if (!tap) {
    tap = connect(source);
    taps.set(source, tap);
  } else if (source.readyState === source.CLOSED) {
    tellEnd(source, tap); // anew
  }
  const ownTap = tap;
  ownTap.target = target;
  ownTap.record((to) => begin(source, to));
  const isRecorded = () => ownTap.target === target;
  return {
    update() {
      if (!isRecorded()) return;
      recording.countBytes(now(), source.stats.bytes);
      // A page that is hidden, or goes into the back/forward cache, lets its connection go.
      if (recording.state === 'open' && source.readyState === 0) {
        ownTap.record((to) => to.pause(now()));
      }
    },
    stop() {
      if (!isRecorded()) return;
      track?.end();
      ownTap.target = undefined;
    },
  };
}

function connect(source: EventSource): Tap {
  const observable = source as Observable;
  if (typeof observable?.[kObserve] !== 'function') {
    throw new TypeError("Failed to execute 'inspect': not an EventSource of eventsource-wasm");
  }
  const tap = new Tap();
  observable[kObserve]({
    wrap: (sink) => ({
      onAttempt(number) {
        tap.record((to) => to.attempt(now(), number, source.lastEventId));
        sink.onAttempt?.(number);
      },
      onOpen(info) {
        tap.record((to) => to.open(now(), info.status, info.url));
        return sink.onOpen(info);
      },
      onError(failure) {
        tap.record((to) => to.failure(now(), failure));
        sink.onError(failure);
      },
      onEnd: () => sink.onEnd(),
    }),
    onEvent(event) {
      if (!tap.target) return;
      const { timeStamp, type, lastEventId, data } = event;
      tap.target.recording.event(timeStamp, type, lastEventId, data);
      tap.target.track?.event(timeStamp, type);
    },
  });
  tellEnd(source, tap);
  return tap;
}

function tellEnd(source: EventSource, tap: Tap): void {
  void source.closed.then(({ by }) => tap.record((to) => to.close(now(), by)));
}

/** What is known of a source that has begun already. */
function begin(source: EventSource, recording: Recording): void {
  const { connections, failures, stateSince } = source.stats;
  const since = Math.max(0, stateSince - performance.timeOrigin);
  if (source.readyState === 1) {
    recording.attempt(since, Math.max(connections, failures + 1), source.lastEventId);
    recording.open(since, 200, source.url);
  } else if (source.readyState === 0) {
    recording.attempt(since, failures + 1, source.lastEventId);
  }
}
