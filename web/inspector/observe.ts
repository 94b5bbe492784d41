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

const now = () => performance.now();

/** @throws {TypeError} when it is not an EventSource of this package */
export function observe(
  source: EventSource,
  recording: Recording,
  track: PerformanceTrack | undefined,
): Observation {
  const observable = source as Observable;
  if (typeof observable?.[kObserve] !== 'function') {
    throw new TypeError("Failed to execute 'inspect': not an EventSource of eventsource-wasm");
  }
  // The source keeps the functions below as long as it lives; what was recorded only until it is stopped.
  let target: { readonly recording: Recording; readonly track: typeof track } | undefined;
  target = { recording, track };
  const record = (action: (recording: Recording) => void) => {
    if (!target) return;
    action(target.recording);
    target.track?.enter(target.recording);
  };

  record((to) => begin(source, to));
  observable[kObserve]({
    wrap: (sink) => ({
      onAttempt(number) {
        record((to) => to.attempt(now(), number, source.lastEventId));
        sink.onAttempt?.(number);
      },
      onOpen(info) {
        record((to) => to.open(now(), info.status, info.url));
        return sink.onOpen(info);
      },
      onError(failure) {
        record((to) => to.failure(now(), failure));
        sink.onError(failure);
      },
      onEnd: () => sink.onEnd(),
    }),
    onEvent(event) {
      if (!target) return;
      const { timeStamp, type, lastEventId, data } = event;
      target.recording.event(timeStamp, type, lastEventId, data);
      target.track?.event(timeStamp, type);
    },
  });
  void source.closed.then(({ by }) => record((to) => to.close(now(), by)));

  return {
    update() {
      if (!target) return;
      target.recording.countBytes(now(), source.stats.bytes);
      // A page that is hidden, or goes into the back/forward cache, lets its connection go.
      if (target.recording.state === 'open' && source.readyState === 0)
        record((to) => to.pause(now()));
    },
    stop() {
      target?.track?.end();
      target = undefined;
    },
  };
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
