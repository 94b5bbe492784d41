// One source's part in a shared connection, in the browser: the channel, the lock, the timers and the
// request that a member asks for. Loaded when the option `share` is given.

import type { RequestError } from '../../failures/connection-failure.ts';
import type { ResponseHead } from '../../failures/response-head.ts';
import type { Attempt } from '../../options/options.ts';
import type { Options } from '../../options/read-options.ts';
import type { SharingRole } from '../../options/share-option.ts';
import type { ReadFailure } from '../../request/body-reader.ts';
import type { TransportResponse } from '../../request/transport.ts';
import type { whenNotLeaving } from '../page-lifecycle.ts';
import { BlockQueue } from './block-queue.ts';
import { type Deferred, withResolvers } from './deferred.ts';
import { HeldLock } from './held-lock.ts';
import { kLimits } from './limits.ts';
import { Member } from './member.ts';
import type { MemberPort, Timer } from './member-port.ts';
import type { Message, Response, SharedEnd } from './messages.ts';
import { OwnConnection, type OwnTools } from './own-connection.ts';
import { digestRequest } from './request-digest.ts';
import { headFor, headOf } from './shared-head.ts';

/** What the package has anyway, see OwnTools. */
export interface SharingTools extends OwnTools {
  readonly RequestError: typeof RequestError;
  readonly whenNotLeaving: typeof whenNotLeaving;
}

/** Whether pages of this origin can find each other. */
function isAvailable(): boolean {
  const { location, navigator } = globalThis;
  return (
    location !== undefined &&
    location.origin !== 'null' &&
    typeof navigator?.locks?.request === 'function' &&
    typeof BroadcastChannel === 'function' &&
    crypto?.subtle !== undefined
  );
}

/**
 * Undefined where there is no sharing; rejects where channels are forbidden, as with cookies. The tools come
 * one by one: their names would cost the `.` entry bytes.
 */
export async function startSharing(
  url: URL,
  options: Options,
  ...tools: [
    SharingTools['connect'],
    SharingTools['isEventStream'],
    SharingTools['readExcerpt'],
    SharingTools['RequestError'],
    SharingTools['whenNotLeaving'],
  ]
): Promise<Sharing | undefined> {
  if (!isAvailable()) return undefined;
  new BroadcastChannel('').close();
  const [connect, isEventStream, readExcerpt, RequestError, whenNotLeaving] = tools;
  return new Sharing(await digestRequest(url, options), url, options, {
    connect,
    isEventStream,
    readExcerpt,
    RequestError,
    whenNotLeaving,
  });
}

/** One call of open(), from the request to the end of the body. */
interface Session {
  readonly attempt: Attempt;
  readonly response: Deferred<TransportResponse>;
  readonly queue: BlockQueue;
}

export class Sharing implements MemberPort {
  readonly #key: string;
  readonly #url: URL;
  readonly #options: Options;
  readonly #tools: SharingTools;
  readonly #member: Member;
  readonly #timers = new Map<Timer, ReturnType<typeof setTimeout>>();
  #channel: BroadcastChannel | undefined;
  #lock: HeldLock | undefined;
  #session: Session | undefined;
  #isOpen = false; // whether the session has a response
  #own: OwnConnection | undefined; // that it makes itself
  #ownHead: ResponseHead | undefined; // of that, as it came
  #cause: unknown; // why that failed
  #isRenewed = false;

  constructor(key: string, url: URL, options: Options, tools: SharingTools) {
    this.#key = `eventsource-wasm ${key}`;
    this.#url = url;
    this.#options = options;
    this.#tools = tools;
    const limits = { ...kLimits, event: options.maxEventSize };
    this.#member = new Member(crypto.randomUUID(), limits, this);
  }

  get role(): SharingRole {
    const { phase } = this.#member;
    if (phase === 'leading') return 'leader';
    return phase === 'following' || phase === 'joining' ? 'follower' : 'alone';
  }

  /** As Transport.open(). */
  open(attempt: Attempt): Promise<TransportResponse> {
    const { lastError, signal } = attempt;
    const queue = new BlockQueue(() => this.#onRead(queue));
    const response = withResolvers<TransportResponse>();
    this.#session = { attempt, response, queue };
    this.#isOpen = false;
    signal.addEventListener('abort', () => this.#onAbort(attempt), { once: true });
    this.#openChannel();
    const { idleTimeout, share } = this.#options;
    const renew = this.#isRenewed ? 0 : lastError?.kind === 'timeout' ? idleTimeout : undefined;
    this.#isRenewed = false;
    this.#member.start({ id: attempt.lastEventId, mode: share?.join ?? 'now', renew });
    return response.promise;
  }

  /** The next open() is to bring a new connection. */
  renew(): void {
    this.#isRenewed = true;
  }

  close(): void {
    this.#member.leave();
    this.#closeChannel();
  }

  #onAbort(attempt: Attempt): void {
    if (this.#session?.attempt !== attempt) return;
    const { response } = this.#session;
    this.#session = undefined;
    this.#member.leave();
    this.#closeChannel();
    response.reject(attempt.signal.reason);
  }

  /** A page with an open channel may be kept from the back/forward cache, or be thrown out of it. */
  readonly #onHide = (): void => {
    if (this.#member.phase === 'idle') this.close();
  };

  readonly #onVisibility = (): void => this.#member.visibilityChanged();

  #openChannel(): void {
    if (this.#channel) return;
    addEventListener('pagehide', this.#onHide);
    globalThis.document?.addEventListener('freeze', this.#onHide);
    globalThis.document?.addEventListener('visibilitychange', this.#onVisibility);
    this.#channel = new BroadcastChannel(this.#key);
    this.#channel.onmessage = ({ data }) => {
      this.#member.message(data as Message);
      this.#own?.pump(); // it may have followers now
    };
  }

  #closeChannel(): void {
    if (!this.#channel) return;
    this.#channel.close();
    this.#channel = undefined;
    removeEventListener('pagehide', this.#onHide);
    globalThis.document?.removeEventListener('freeze', this.#onHide);
    globalThis.document?.removeEventListener('visibilitychange', this.#onVisibility);
  }

  #onRead(queue: BlockQueue): void {
    if (this.#session?.queue !== queue) return;
    if (queue.bytes === 0) this.#member.drained();
    this.#own?.pump();
  }

  // What the member does:

  send(message: Message): void {
    this.#channel?.postMessage(message);
  }

  requestLock(): void {
    const lock: HeldLock = new HeldLock(this.#key, {
      onLocked: () => (this.#lock === lock ? this.#member.locked() : lock.release()),
      onTaken: () => this.#lock === lock && this.#member.lockIsTaken(),
      onLost: () => this.#lock === lock && this.#member.lockLost(),
    });
    this.#lock = lock;
  }

  releaseLock(): void {
    const lock = this.#lock;
    this.#lock = undefined;
    lock?.release();
  }

  setTimer(name: Timer, ms: number): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(
      name,
      setTimeout(() => this.#member.timeOut(name), ms),
    );
  }

  clearTimers(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  now(): number {
    return performance.now();
  }

  visibility(): 'visible' | 'hidden' | undefined {
    return globalThis.document?.visibilityState;
  }

  respond({ head, refusal, retry }: Pick<Response, 'head' | 'refusal' | 'retry'>): void {
    if (!this.#session) return;
    const { queue, response } = this.#session;
    this.#isOpen = true;
    const known = this.#ownHead ?? headFor(head, this.#url);
    if (retry) queue.push(new TextEncoder().encode(`${retry}\n`));
    if (refusal) {
      queue.push(refusal);
      queue.end();
    }
    response.resolve({ ...known, body: queue });
  }

  deliver(bytes: Uint8Array): void {
    const { queue } = this.#session ?? {};
    // A byte order mark is none in the middle of a stream, which may be where this source begins.
    if (bytes[0] === 0xef && queue?.arrived === 0) queue.push(Uint8Array.of(0x0a));
    queue?.push(bytes);
  }

  queued(): number {
    return this.#session?.queue.bytes ?? 0;
  }

  end(by: SharedEnd | 'failure'): void {
    const session = this.#session;
    if (!session) return;
    const cause = this.#cause ?? new TypeError('The shared connection failed');
    this.#cause = undefined;
    this.#session = undefined;
    if (!this.#isOpen) session.response.reject(cause);
    else session.queue.end(by === 'end' ? undefined : { cause });
  }

  // The connection that it makes itself:

  connect(id: string): void {
    this.disconnect();
    const { attempt } = this.#session as Session;
    const lastError = this.#isOpen ? undefined : attempt.lastError;
    const sharing = this;
    this.#own = new OwnConnection(
      this.#tools,
      { ...attempt, lastEventId: id, lastError },
      {
        onResponse: (response, refusal) => {
          this.#ownHead = response;
          const head = headOf(response, this.#url);
          const isOwnRefusal = response.status === 401 && lastError?.status !== 401;
          this.#member.connected({ head, refusal }, isOwnRefusal);
          this.#ownHead = undefined;
        },
        get wantsBytes() {
          return sharing.#member.wantsBytes;
        },
        onChunk: (chunk) => this.#member.received(chunk),
        onEnd: (by, failure) => this.#onEnd(by, failure),
      },
    );
  }

  disconnect(): void {
    const own = this.#own;
    this.#own = undefined;
    own?.cancel();
  }

  #onEnd(by: SharedEnd, failure: ReadFailure | undefined): void {
    this.#cause = failure?.cause;
    // What breaks as this page leaves, or is wrong with its own request, is not the others' failure.
    const { RequestError } = this.#tools;
    const isOwn = failure && (RequestError.is(failure.cause) || this.#tools.whenNotLeaving());
    // While the browser is offline that counts for nobody: the next attempt may be the one when it is back.
    const isOffline = by === 'none' && navigator.onLine === false;
    this.#member.disconnected(isOwn ? 'failure' : isOffline ? 'broken' : by);
    this.#cause = undefined;
  }
}
