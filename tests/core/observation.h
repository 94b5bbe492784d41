// What a page could observe of an event stream: the common language of the fast parser's table and
// of the reference parser, in which tests compare them and write down what they expect.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace eventsource::testing {

// Texts are UTF-8, after WHATWG decoding of the stream.
struct Observation {
  enum Kind { kEvent, kRetry, kComment, kLastEventId };

  Kind kind = kEvent;
  std::string type;  // events only
  std::string text;  // the data of an event, the text of a comment
  std::string
      lastEventId;    // events: the last event ID string at dispatch; kLastEventId: the new one
  int64_t retry = 0;  // kRetry only: the reconnection time, in ms

  bool operator==(const Observation&) const = default;
};

using Observations = std::vector<Observation>;

Observation message(std::string data, std::string lastEventId = "");
Observation event(std::string type, std::string data, std::string lastEventId = "");
Observation retry(int64_t milliseconds);
Observation comment(std::string text);
// A block without data changed the last event ID string.
Observation lastEventId(std::string id);

std::ostream& operator<<(std::ostream& out, const Observation& observation);

// Where the two lists begin to differ, in words; empty if they are equal. For lists too long to
// print.
std::string firstDifference(const Observations& came, const Observations& expected);

// The text between quotes, with everything but printable ASCII escaped, shortened when it is long.
std::string quoted(const std::string& text);

}  // namespace eventsource::testing
