// One reader's stream: it goes on while the line is cut, so that there is something to lose, and
// it can be told to misbehave. Every page has a reader of its own and cannot disturb the others.

import { createChannel, createEventBuffer } from 'better-sse';

import { EventLog } from './event-log.mjs';
import { Programme } from './programme.mjs';

// ms without a connection after which the programme pauses; it goes on when the reader is back.
const kIdleTime = 120_000;

/**
 * The text of an event's `data` fields. A string goes out as it is: the space in front is the one
 * that the parser removes, so that a space of its own survives, and a line break makes a further
 * field, which the parser joins again. Anything else becomes JSON.
 */
export function serialize(data) {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return ` ${text.split(/\r\n|\r|\n/).join('\ndata: ')}`;
}

export class Reader {
  #log = new EventLog();
  #programme;
  #channel = createChannel();
  #responses = new Set();
  #idleTimer;
  /** @type {{ status: number, until: number } | undefined} */
  #refusal;

  /** @param {object} intervals as Programme takes them */
  constructor(intervals) {
    this.#programme = new Programme(intervals, (type, data) => this.#publish(type, data));
  }

  /** The refusal in force: its HTTP status, and for how long yet (ms, may be Infinity). */
  get refusal() {
    const remaining = (this.#refusal?.until ?? 0) - Date.now();
    return remaining > 0 ? { status: this.#refusal.status, remaining } : undefined;
  }

  /**
   * Sends what the reader has missed, then each event as it comes.
   *
   * @param {import('better-sse').Session} session
   * @param {import('node:http').ServerResponse} response the session's
   * @param {number} lastEventId the last event that the reader has seen, 0 for none
   */
  attach(session, response, lastEventId) {
    // A reader from before a restart of the server knows larger numbers: go on from those.
    if (lastEventId >= this.#log.nextId) this.#log = new EventLog({ firstId: lastEventId + 1 });
    replay(session, this.#log.since(lastEventId));
    this.#channel.register(session);
    this.#responses.add(response);
    response.once('close', () => this.#detach(response));
    clearTimeout(this.#idleTimer);
    this.#programme.start();
  }

  /** Breaks every connection off in the middle of an event: after its id, before its data. */
  cut() {
    for (const session of this.#channel.activeSessions) this.#channel.deregister(session);
    for (const response of this.#responses) {
      response.write(`event: lol\nid: ${this.#log.nextId}\n`, () => response.destroy());
    }
  }

  /** Responds to connection attempts with `status` for `duration` ms. */
  refuse(status, duration) {
    this.#refusal = { status, until: Date.now() + duration };
  }

  heal() {
    this.#refusal = undefined;
  }

  stop() {
    clearTimeout(this.#idleTimer);
    this.#programme.stop();
  }

  #detach(response) {
    this.#responses.delete(response);
    if (this.#responses.size > 0) return;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#programme.stop(), kIdleTime);
    this.#idleTimer.unref();
  }

  #publish(type, data) {
    const { id } = this.#log.append(type, data);
    this.#channel.broadcast(data, type, { eventId: String(id) });
  }
}

// An event without an id says how many of the following ones are replayed.
function replay(session, events) {
  const buffer = createEventBuffer({ serializer: serialize });
  buffer.event('replay').data(events.length).dispatch();
  for (const { id, type, data } of events) buffer.push(data, type, String(id));
  session.batch(buffer);
}
