// 9.2.6, interpreting an event stream: what a line means for the event at hand.
#include <algorithm>
#include <cstring>
#include <iterator>

#include "event_stream_parser.h"
#include "field_line.h"

namespace eventsource {
namespace {

// Eight bytes at a time; those behind the end are there to be read, see InputBuffer::kSlack.
bool hasNull(const uint8_t* bytes, uint32_t length) {
  for (uint32_t i = 0; i < length; i += 8) {
    uint64_t word = load64(bytes + i);
    if (length - i < 8) word |= ~firstBytes(static_cast<int>(length - i));
    if (((word - 0x0101010101010101) & ~word & 0x8080808080808080) != 0) return true;
  }
  return false;
}

bool isAscii(const uint8_t* bytes, uint32_t length) {
  return std::all_of(bytes, bytes + length, [](uint8_t byte) { return byte < 0x80; });
}

constexpr const char* kNames[] = {"data", "event", "id", "retry"};

}  // namespace

// Whether the line, up to its end, is one whose field has a meaning.
bool EventStreamParser::isField(uint32_t start, uint32_t end) const {
  const uint64_t line = load64(buffer_.bytes() + start);
  return std::any_of(std::begin(kNames), std::end(kNames), [&](const char* name) {
    const auto length = static_cast<uint32_t>(std::strlen(name));
    if (!startsWith(line, name, static_cast<int>(length))) return false;
    return end - start == length || static_cast<uint8_t>(line >> (8 * length)) == ':';
  });
}

// Whether the bytes so far, a few, may yet become the name of such a field.
bool EventStreamParser::mayBecomeField(uint32_t start, uint32_t end) const {
  const uint64_t line = load64(buffer_.bytes() + start);
  const uint32_t length = end - start;
  return std::any_of(std::begin(kNames), std::end(kNames), [&](const char* name) {
    if (length > std::strlen(name)) return false;
    const uint64_t read = firstBytes(static_cast<int>(length));
    return (line & read) == (word(name) & read);
  });
}

// "Process the field", but for data with a colon.
void EventStreamParser::processField(uint32_t start, uint32_t end) {
  const uint8_t* const input = buffer_.bytes();
  const uint64_t line = load64(input + start);
  const uint32_t length = end - start;
  if (startsWith(line, ":", 1)) {
    if (wantsComment(start, end)) writer_.addComment(valueOf(input, start, 1, end));
  } else if (startsWith(line, "id:", 3)) {
    processId(valueOf(input, start, 3, end));
  } else if (startsWith(line, "event:", 6)) {
    processType(valueOf(input, start, 6, end));
  } else if (startsWith(line, "retry:", 6)) {
    processRetry(valueOf(input, start, 6, end));
  } else if (length == 4 && startsWith(line, "data", 4)) {
    // "Otherwise, the string is not empty but does not contain a colon": an empty value.
    addData({end, end});
  } else if (length == 2 && startsWith(line, "id", 2)) {
    processId({end, end});
  } else if (length == 5 && startsWith(line, "event", 5)) {
    processType({end, end});
  }
}

void EventStreamParser::joinData(ByteRange value) {
  uint8_t* const input = buffer_.bytes();
  input[data_.end] = '\n';
  std::memmove(input + data_.end + 1, input + value.start, value.length());
  data_.end += 1 + value.length();
  isMoved_ = true;
}

void EventStreamParser::processId(ByteRange value) {
  const uint8_t* const bytes = buffer_.bytes() + value.start;
  if (hasNull(bytes, value.length())) return;
  if (!hasData_) {
    id_.setInInput(value);
  } else if (!id_.setAside(bytes, value.length())) {
    failure_ = kOutOfMemory;
  }
}

void EventStreamParser::processType(ByteRange value) {
  const uint8_t* const bytes = buffer_.bytes() + value.start;
  type_.clear();
  typeIndex_ = value.length() == 0 ? 0 : types_.find(bytes, value.length());
  if (typeIndex_ != kUnknownType) return;
  typeRevision_ = types_.revision();
  if (!hasData_) {
    type_.setInInput(value);
  } else if (!type_.setAside(bytes, value.length())) {
    failure_ = kOutOfMemory;
  }
}

void EventStreamParser::processRetry(ByteRange value) {
  const uint8_t* const input = buffer_.bytes();
  if (value.length() == 0) return;
  uint64_t milliseconds = 0;
  for (uint32_t i = value.start; i < value.end; ++i) {
    const uint32_t digit = static_cast<uint32_t>(input[i]) - '0';
    if (digit > 9) return;
    milliseconds = std::min<uint64_t>(milliseconds * 10 + digit, kMaxRetry);
  }
  writer_.addRetry(static_cast<uint32_t>(milliseconds));
}

void EventStreamParser::dispatchAny(uint32_t blankLine) {
  if (hasData_) {
    uint8_t* const input = buffer_.bytes();
    if (id_.isAside() || type_.isAside()) {
      // Behind the data: their own lines made the room.
      type_.moveToInput(input, id_.moveToInput(input, data_.end));
      isMoved_ = true;
    }
    const ByteRange type = type_.isPresent() ? type_.range() : ByteRange{};
    // Types may have been interned since the type's line. Who listens is asked now.
    if (typeIndex_ == kUnknownType && types_.revision() != typeRevision_) {
      typeIndex_ = types_.find(input + type.start, type.length());
    }
    EventRecord event;
    event.block = {blockStart_, blankLine};
    event.data = data_;
    event.type = type;
    event.typeIndex = typeIndex_;
    event.hasId = id_.isPresent();
    if (event.hasId) event.id = id_.range();
    event.isMoved = isMoved_;
    if (types_.isKnown(typeIndex_)) {
      event.wanted = types_.isWanted(typeIndex_);
    } else {
      event.wanted = wantUnknownTypes_ || !isAscii(input + type.start, type.length());
    }
    event.nonAsciiEnd = nonAsciiEnd_;
    writer_.addEvent(event);
  } else if (id_.isPresent()) {
    writer_.addIdOnly(id_.range());
  }
  clearBlock();
}

void EventStreamParser::clearBlock() {
  hasData_ = isMoved_ = false;
  id_.clear();
  type_.clear();
  typeIndex_ = 0;
}

}  // namespace eventsource
