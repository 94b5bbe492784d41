#include "observation.h"

#include <cstdio>
#include <ostream>
#include <sstream>
#include <utility>

namespace eventsource::testing {

Observation message(std::string data, std::string lastEventId) {
  return event("message", std::move(data), std::move(lastEventId));
}

Observation event(std::string type, std::string data, std::string lastEventId) {
  return {Observation::kEvent, std::move(type), std::move(data), std::move(lastEventId), 0};
}

Observation retry(int64_t milliseconds) { return {Observation::kRetry, "", "", "", milliseconds}; }

Observation comment(std::string text) {
  return {Observation::kComment, "", std::move(text), "", 0};
}

Observation lastEventId(std::string id) {
  return {Observation::kLastEventId, "", "", std::move(id), 0};
}

std::string firstDifference(const Observations& came, const Observations& expected) {
  size_t i = 0;
  while (i < came.size() && i < expected.size() && came[i] == expected[i]) i++;
  if (i == came.size() && i == expected.size()) return "";
  std::ostringstream difference;
  difference << "observation " << i << " of " << expected.size() << ": expected ";
  i < expected.size() ? difference << expected[i] : difference << "the end";
  difference << ", came ";
  i < came.size() ? difference << came[i] : difference << "the end";
  return difference.str();
}

std::string quoted(const std::string& text) {
  constexpr size_t kShown = 200;
  std::string result = "\"";
  for (size_t i = 0; i < text.size() && i < kShown; i++) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\') {
      result += text[i];
    } else {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\x%02x", byte);
      result += escape;
    }
  }
  result += '"';
  if (text.size() > kShown) result += "... (" + std::to_string(text.size()) + " bytes)";
  return result;
}

std::ostream& operator<<(std::ostream& out, const Observation& observation) {
  switch (observation.kind) {
    case Observation::kEvent:
      return out << "event " << quoted(observation.type) << " data " << quoted(observation.text)
                 << " id " << quoted(observation.lastEventId);
    case Observation::kRetry:
      return out << "retry " << observation.retry;
    case Observation::kComment:
      return out << "comment " << quoted(observation.text);
    case Observation::kLastEventId:
      return out << "last event ID " << quoted(observation.lastEventId);
  }
  return out;
}

}  // namespace eventsource::testing
