#include "reference_parser.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "reference_utf8.h"

namespace eventsource::testing {

namespace {

using Text = std::u32string;

// 9.2.5: lines end with CRLF, LF or CR. What follows the last line end is an unfinished line, and
// 9.2.6 discards it with the event it belongs to.
std::vector<Text> splitIntoLines(const Text& stream) {
  std::vector<Text> lines;
  Text line;
  for (size_t i = 0; i < stream.size(); i++) {
    if (stream[i] != U'\r' && stream[i] != U'\n') {
      line += stream[i];
      continue;
    }
    if (stream[i] == U'\r' && i + 1 < stream.size() && stream[i + 1] == U'\n') i++;
    lines.push_back(line);
    line.clear();
  }
  return lines;
}

bool isOnlyAsciiDigits(const Text& value) {
  return std::all_of(value.begin(), value.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
}

// The standard knows no largest reconnection time; a timer of 2^31 ms or more would fire at once.
int64_t readMilliseconds(const Text& digits) {
  constexpr int64_t kLargest = 0x7fffffff;
  int64_t value = 0;
  for (const char32_t digit : digits) value = std::min(kLargest, value * 10 + (digit - U'0'));
  return value;
}

class Interpreter {
 public:
  explicit Interpreter(std::string lastEventId)
      : lastEventIdString_(std::move(lastEventId)),
        // "The last event ID buffer is not reset": a new stream begins with the source's string, so
        // that a block without id does not take it away.
        lastEventIdBuffer_(decodeUtf8(lastEventIdString_)) {}

  // 9.2.6: "The stream must then be parsed by reading everything line by line ..."
  void interpretLine(const Text& line) {
    // "If the line is empty (a blank line): Dispatch the event, as defined below."
    if (line.empty()) return dispatchEvent();
    // "If the line starts with a U+003A COLON character (:): Ignore the line."
    if (line[0] == U':') {
      // Beyond the standard, comments can be listened to; they lose a leading space as values do.
      const size_t text = line.size() > 1 && line[1] == U' ' ? 2 : 1;
      observations_.push_back(comment(encodeUtf8(line.substr(text))));
      return;
    }
    const size_t colon = line.find(U':');
    // "Otherwise, the string is not empty but does not contain a U+003A COLON character (:):
    // Process the field ... using the whole line as the field name, and the empty string as the
    // field value."
    if (colon == Text::npos) return processField(line, Text());
    // "Collect the characters on the line before the first U+003A COLON character (:), and let
    // field be that string. Collect the characters on the line after ..., and let value be that
    // string. If value starts with a U+0020 SPACE character, remove it from value."
    Text value = line.substr(colon + 1);
    if (!value.empty() && value[0] == U' ') value.erase(0, 1);
    processField(line.substr(0, colon), value);
  }

  ReferenceResult finish() && {
    // "Once the end of the file is reached, any pending data must be discarded. (If the file ends
    // in the middle of an event, before the final empty line, the incomplete event is not
    // dispatched.)" Its id was only in the buffer, and so is discarded, too.
    return {std::move(observations_), std::move(lastEventIdString_)};
  }

 private:
  void processField(const Text& name, const Text& value) {
    if (name == U"event") {
      // "Set the event type buffer to the field value."
      eventTypeBuffer_ = value;
    } else if (name == U"data") {
      // "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF)
      // character to the data buffer."
      dataBuffer_ += value;
      dataBuffer_ += U'\n';
    } else if (name == U"id") {
      // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the
      // field value. Otherwise, ignore the field."
      if (value.find(U'\0') == Text::npos) lastEventIdBuffer_ = value;
    } else if (name == U"retry") {
      // "If the field value consists of only ASCII digits, then interpret the field value as an
      // integer in base ten, and set the event stream's reconnection time to that integer."
      // The empty value has no digits to interpret: ignored.
      if (!value.empty() && isOnlyAsciiDigits(value)) {
        observations_.push_back(retry(readMilliseconds(value)));
      }
    }
    // "Otherwise: The field is ignored."
  }

  void dispatchEvent() {
    // 1. "Set the last event ID string of the event source to the value of the last event ID
    // buffer."
    std::string id = encodeUtf8(lastEventIdBuffer_);
    const bool idChanged = id != lastEventIdString_;
    lastEventIdString_ = std::move(id);
    // 2. "If the data buffer is an empty string, set the data buffer and the event type buffer to
    // the empty string and return."
    if (dataBuffer_.empty()) {
      if (idChanged) observations_.push_back(lastEventId(lastEventIdString_));
      eventTypeBuffer_.clear();
      return;
    }
    // 3. "If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the
    // last character from the data buffer."
    if (dataBuffer_.back() == U'\n') dataBuffer_.pop_back();
    // 4.-6. The event: type "message", "data attribute ... initialized to data ... lastEventId
    // attribute must be initialized to the last event ID string"; "If the event type buffer has a
    // value other than the empty string, change the type".
    const Text type = eventTypeBuffer_.empty() ? Text(U"message") : eventTypeBuffer_;
    observations_.push_back(event(encodeUtf8(type), encodeUtf8(dataBuffer_), lastEventIdString_));
    // 7. "Set the data buffer and the event type buffer to the empty string."
    dataBuffer_.clear();
    eventTypeBuffer_.clear();
  }

  Observations observations_;
  std::string lastEventIdString_;
  Text dataBuffer_;
  Text eventTypeBuffer_;
  Text lastEventIdBuffer_;
};

}  // namespace

ReferenceResult parseByTheStandard(std::string_view stream, std::string lastEventId) {
  // "Streams must be decoded using the UTF-8 decode algorithm", which "strips one leading UTF-8
  // Byte Order Mark (BOM), if any".
  Text text = decodeUtf8(stream);
  if (!text.empty() && text[0] == 0xfeff) text.erase(0, 1);

  Interpreter interpreter(std::move(lastEventId));
  for (const Text& line : splitIntoLines(text)) interpreter.interpretLine(line);
  return std::move(interpreter).finish();
}

Observations withoutComments(Observations observations) {
  std::erase_if(observations, [](const Observation& o) { return o.kind == Observation::kComment; });
  return observations;
}

Observations withoutRetries(Observations observations) {
  std::erase_if(observations, [](const Observation& o) { return o.kind == Observation::kRetry; });
  return observations;
}

Observations mergeLastEventIds(const Observations& observations) {
  Observations merged;
  std::string before;  // the last event ID string that the last event or kept observation showed
  for (size_t i = 0; i < observations.size(); i++) {
    const Observation& observation = observations[i];
    if (observation.kind == Observation::kLastEventId) {
      const bool lastOfRun =
          i + 1 == observations.size() || observations[i + 1].kind != Observation::kLastEventId;
      if (!lastOfRun || observation.lastEventId == before) continue;
    }
    if (observation.kind == Observation::kLastEventId || observation.kind == Observation::kEvent) {
      before = observation.lastEventId;
    }
    merged.push_back(observation);
  }
  return merged;
}

}  // namespace eventsource::testing
