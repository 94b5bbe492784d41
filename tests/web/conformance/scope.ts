// What runs in every scope under test: it plays a case when the page asks for one.
import { EventSource } from 'implementation';
import { cases } from './cases.ts';
import { drive } from './drive.ts';
import type { Request } from './lane.ts';
import { runCase } from './run-case.ts';

async function play({ index, surroundings }: Request): Promise<string[] | null> {
  if (typeof EventSource !== 'function') return null;
  return index < 0 ? [] : runCase(cases[index], { EventSource, ...surroundings });
}

function reply(event: MessageEvent): void {
  const replied = play(event.data).then(
    (lines) => event.ports[0].postMessage({ lines }),
    (error) => event.ports[0].postMessage({ failure: String(error) }),
  );
  // A service worker may be stopped once its events are over.
  (event as ExtendableMessageEvent).waitUntil?.(replied);
}

interface ExtendableMessageEvent extends MessageEvent {
  waitUntil?(promise: Promise<void>): void;
}

if ('document' in globalThis) {
  void drive(play);
} else {
  addEventListener('message', reply as EventListener);
  addEventListener('connect', (event) => {
    (event as MessageEvent).ports[0].onmessage = reply;
  });
}
