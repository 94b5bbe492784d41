/**
 * A slow, literal reading of WHATWG HTML 9.2.5 and 9.2.6 on strings: the oracle for what the parser
 * and its JavaScript side make of a stream together.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 *
 * The whole stream goes in at once. Written from the standard's text alone (tests/core has the same
 * in C++), and not to be made fast or clever.
 */

/** What a stream makes observable, in the order in which it takes effect. */
export type Observation =
  | { event: string; data: string; lastEventId: string }
  | { retry: number }
  | { comment: string };

export interface ReferenceResult {
  observations: Observation[];
  /** The last event ID string when the stream has ended. */
  lastEventId: string;
}

/** The standard knows no largest reconnection time; a timer of 2^31 ms or more fires at once. */
const largestReconnectionTime = 0x7fffffff;

/** @param lastEventId the event source's last event ID string when the stream begins */
export function parseByTheStandard(stream: Uint8Array, lastEventId = ''): ReferenceResult {
  const observations: Observation[] = [];
  let data = '';
  let eventType = '';
  let lastEventIdBuffer = lastEventId;

  const dispatchEvent = () => {
    // 1. "Set the last event ID string of the event source to the value of the last event ID buffer."
    lastEventId = lastEventIdBuffer;
    // 2. "If the data buffer is an empty string, set the data buffer and the event type buffer to
    // the empty string and return."
    if (data !== '') {
      // 3. "If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the
      // last character from the data buffer." The event: type "message", or the event type buffer.
      const text = data.endsWith('\n') ? data.slice(0, -1) : data;
      observations.push({ event: eventType || 'message', data: text, lastEventId });
    }
    data = '';
    eventType = '';
  };

  const processField = (name: string, value: string) => {
    switch (name) {
      case 'event':
        eventType = value;
        break;
      case 'data':
        data += `${value}\n`;
        break;
      case 'id':
        // "If the field value does not contain U+0000 NULL ... Otherwise, ignore the field."
        if (!value.includes('\0')) lastEventIdBuffer = value;
        break;
      case 'retry':
        // "If the field value consists of only ASCII digits"; the empty value has none to interpret.
        if (/^[0-9]+$/.test(value)) {
          observations.push({ retry: Math.min(Number(value), largestReconnectionTime) });
        }
        break;
    }
  };

  for (const line of completeLines(stream)) {
    const colon = line.indexOf(':');
    if (line === '') dispatchEvent();
    // Beyond the standard, comments can be listened to; they lose a leading space as values do.
    else if (colon === 0) observations.push({ comment: withoutLeadingSpace(line.slice(1)) });
    else if (colon === -1) processField(line, '');
    else processField(line.slice(0, colon), withoutLeadingSpace(line.slice(colon + 1)));
  }
  // "Once the end of the file is reached, any pending data must be discarded": the buffers go.
  return { observations, lastEventId };
}

/** 9.2.5: "UTF-8 decode", which strips one byte order mark; lines end with CRLF, LF or CR. */
function completeLines(stream: Uint8Array): string[] {
  const lines = new TextDecoder().decode(stream).split(/\r\n|\r|\n/);
  lines.pop(); // has not ended
  return lines;
}

const withoutLeadingSpace = (value: string) => (value.startsWith(' ') ? value.slice(1) : value);
