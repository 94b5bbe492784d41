import type { Act, Deed, Plan } from './random-plan.ts';

/** How deep events that listeners dispatch may lead to others. */
const kDepth = 3;

/**
 * Opens a source, has the plan's listeners do what they are to do, and says what they saw, until the
 * source is closed.
 */
export async function playPlan(
  Source: typeof EventSource,
  url: string,
  { init, listeners }: Plan,
): Promise<string[]> {
  const seen: string[] = [];
  const source = new Source(url, init);
  const aborts = listeners.map(() => new AbortController());
  let depth = 0;

  const callbacks = listeners.map(({ how, acts }, index) => {
    let calls = 0;
    const object = { handleEvent: listen };
    function listen(this: unknown, event: Event): void {
      calls++;
      const isThis = this === (how === 'object' ? object : source);
      seen.push(
        `${index}: ${describe(event, source)}${isThis ? '' : ', called on something else'}`,
      );
      for (const act of acts) {
        if (act.call === 0 || act.call === calls) deeds[act.deed](act, event);
      }
    }
    return how === 'object' ? object : listen;
  });

  function add(index: number): void {
    const { how, type, once, hasSignal } = listeners[index];
    const options = { once, ...(hasSignal && { signal: aborts[index].signal }) };
    if (how === 'handler') set(type, callbacks[index]);
    else source.addEventListener(type, callbacks[index], options);
  }

  function remove(index: number): void {
    const { how, type } = listeners[index];
    if (how === 'handler') set(type, null);
    else source.removeEventListener(type, callbacks[index]);
  }

  function set(type: string, handler: unknown): void {
    const name = `on${type}` as 'onmessage';
    source[name] = handler as typeof source.onmessage;
    seen.push(`${name} is ${source[name] === handler ? 'what was set' : source[name]}`);
  }

  function dispatch(event: Event): void {
    if (depth === kDepth) return;
    depth++;
    seen.push(`dispatched: ${source.dispatchEvent(event)}`);
    depth--;
  }

  const deeds: Record<Deed, (act: Act, event: Event) => void> = {
    add: ({ whom }) => add(whom),
    remove: ({ whom }) => remove(whom),
    abort: ({ whom }) => aborts[whom].abort(),
    close: () => source.close(),
    'dispatch a message': () => dispatch(new MessageEvent('message', { data: 'own' })),
    'dispatch an error': () => dispatch(new Event('error', { cancelable: true })),
    'prevent default': (_, event) => event.preventDefault(),
    'set onmessage to an object': () => set('message', {}),
    'set onmessage to null': () => set('message', null),
    'set onmessage to text': () => set('message', 'text'),
    'stop propagation': (_, event) => event.stopPropagation(),
    'stop immediate propagation': (_, event) => event.stopImmediatePropagation(),
  };

  listeners.forEach(({ isLate }, index) => {
    if (!isLate) add(index);
  });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  while (source.readyState !== source.CLOSED) await pause();
  await pause(); // nothing is to come any more
  return seen;
}

function describe(event: Event, source: EventSource): string {
  const { data, lastEventId, origin } = event as MessageEvent;
  return JSON.stringify([
    event.type,
    source.readyState,
    Object.prototype.toString.call(event),
    [data, lastEventId, origin],
    [event.target === source, event.currentTarget === source, event.eventPhase],
    event.composedPath().length,
    [event.isTrusted, event.bubbles, event.cancelable, event.composed],
    [event.defaultPrevented, event.cancelBubble],
  ]);
}
