// Records what an EventSource does. Nothing of the package is imported but types, so that a page's
// inspector and its sources may come from different files.

import type { ConnectionObserver } from '../connection/connection-sink.ts';
import type { EventSource, EventSourceCloseInfo } from '../index.ts';
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

/** What keeps a record of a source, and shows it in the profiler. */
interface Target {
  readonly recording: Recording;
  readonly track: PerformanceTrack | undefined;
}

/** What observes a source. The source keeps it as long as it lives, so each gets one only. */
class Tap {
  /** Until the recording is stopped. */
  target: Target | undefined;
  closedBy: EventSourceCloseInfo['by'] | undefined; // once it has been told of the end

  record(action: (recording: Recording) => void): void {
    if (!this.target) return;
    action(this.target.recording);
    this.target.track?.enter(this.target.recording);
  }

  recordEnd(): void {
    const by = this.closedBy;
    if (by !== undefined) this.record((to) => to.close(now(), by));
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
  const tap = tapOf(source);
  const target: Target = { recording, track };
  tap.target = target;
  const isRecorded = () => tap.target === target;
  tap.record((to) => begin(source, to));
  tap.recordEnd();
  return {
    update() {
      if (!isRecorded()) return;
      recording.countBytes(now(), source.stats.bytes);
      // A page that is hidden, or goes into the back/forward cache, lets its connection go.
      if (recording.state === 'open' && source.readyState === 0) {
        tap.record((to) => to.pause(now()));
      }
    },
    stop() {
      if (!isRecorded()) return;
      track?.end();
      tap.target = undefined;
    },
  };
}

function tapOf(source: EventSource): Tap {
  let tap = taps.get(source);
  if (!tap) {
    tap = connect(source);
    taps.set(source, tap);
  }
  return tap;
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
  void source.closed.then(({ by }) => {
    tap.closedBy = by;
    tap.recordEnd();
  });
  return tap;
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
