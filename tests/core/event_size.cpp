#include "event_size.h"

#include <algorithm>

namespace eventsource::testing {

namespace {

struct EventSize {
  bool hasData = false;
  uint64_t data = 0;
  uint64_t id = 0;
  uint64_t type = 0;
  uint64_t sum() const { return data + id + type; }

  void processLine(std::string_view line) {
    if (line.empty()) {
      *this = {};
      return;
    }
    const size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    std::string_view value = colon == line.npos ? std::string_view() : line.substr(colon + 1);
    if (!value.empty() && value[0] == ' ') value.remove_prefix(1);
    if (name == "data") {
      data += value.size() + (hasData ? 1 : 0);
      hasData = true;
    } else if (name == "id" && value.find('\0') == value.npos) {
      id = value.size();
    } else if (name == "event") {
      type = value == "message" ? 0 : value.size();
    }
  }
};

// Whether the line is known to have a field that an event or the connection takes.
bool isField(std::string_view line, bool isFinished) {
  const size_t colon = line.find(':');
  if (colon == line.npos && !isFinished) return false;
  const std::string_view name = line.substr(0, colon);
  return name == "data" || name == "id" || name == "event" || name == "retry";
}

// Calls visit(size, line) for each line, the unfinished one too: the size that counts at this line.
template <class Visit>
void forEachLine(std::string_view stream, Visit visit) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (kByteOrderMark.starts_with(stream)) return;  // may yet become one
  size_t start = stream.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  EventSize event;
  while (true) {
    const size_t end = stream.find_first_of("\r\n", start);
    const std::string_view line = stream.substr(start, end - start);
    visit(isField(line, end != line.npos) ? event.sum() + line.size() : 0, line);
    if (end == stream.npos) return;
    event.processLine(line);
    start = end + (stream.substr(end).starts_with("\r\n") ? 2 : 1);
  }
}

}  // namespace

uint64_t largestEventSize(std::string_view stream) {
  uint64_t largest = 0;
  forEachLine(stream, [&](uint64_t size, std::string_view) { largest = std::max(largest, size); });
  return largest;
}

std::string_view linesWithin(std::string_view stream, uint64_t maxEventSize) {
  size_t within = stream.size();
  forEachLine(stream, [&](uint64_t size, std::string_view line) {
    const auto start = static_cast<size_t>(line.data() - stream.data());
    if (size > maxEventSize) within = std::min(within, start);
  });
  return stream.substr(0, within);
}

std::string withoutLargeComments(std::string_view stream, uint64_t maxEventSize) {
  std::string result(stream);
  forEachLine(stream, [&](uint64_t, std::string_view line) {
    if (!line.starts_with(':') || line.size() <= maxEventSize) return;
    result[static_cast<size_t>(line.data() - stream.data())] = 'x';
  });
  return result;
}

}  // namespace eventsource::testing
