// A slow, literal reading of WHATWG HTML 9.2.5 and 9.2.6: the oracle for the fast parser.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
//
// It knows nothing of chunks, tables or limits: the whole stream goes in at once. Written from the
// standard's text alone, and not to be made fast or clever.
#pragma once

#include <string>
#include <string_view>

#include "observation.h"

namespace eventsource::testing {

struct ReferenceResult {
  Observations
      observations;         // events, retries and comments, in the order in which they take effect
  std::string lastEventId;  // the event source's last event ID string when the stream has ended
};

// `lastEventId` is the event source's last event ID string when the stream begins.
ReferenceResult parseByTheStandard(std::string_view stream, std::string lastEventId = "");

// What remains when comments, or reconnection times, are not looked at.
Observations withoutComments(Observations observations);
Observations withoutRetries(Observations observations);

// Nothing can be observed between two blocks in a row that only set the last event ID: of a run of
// them the last one remains, and none if the string is then what it was before.
Observations mergeLastEventIds(const Observations& observations);

}  // namespace eventsource::testing
