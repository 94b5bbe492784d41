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
    if (length - i < 8) word |= ~firstBytes(length - i);
    if (((word - 0x0101010101010101) & ~word & 0x8080808080808080) != 0) return true;
  }
  return false;
}

bool isAscii(const uint8_t* bytes, uint32_t length) {
  return std::all_of(bytes, bytes + length, [](uint8_t byte) { return byte < 0x80; });
}

constexpr Prefix kFields[] = {"data:", "event:", "id:", "retry:"};

}  // namespace

// By its first bytes: how long the name of the field is that an unfinished line may become, or that
// a line is which is longer than that name.
uint32_t EventStreamParser::nameLength(ByteRange line) const {
  const uint64_t first = load64(buffer_.bytes() + line.start);
  for (const Prefix& name : kFields) {
    const uint64_t read = firstBytes(std::min(line.length(), name.length));
    if (((first ^ name.word) & read) == 0) return name.length - 1;
  }
  return kNoField;
}

// "Process the field", but for data with a colon.
void EventStreamParser::processField(ByteRange line) {
  const uint8_t* const input = buffer_.bytes();
  const uint64_t first = load64(input + line.start);
  const uint32_t length = line.length();
  if (startsWith(first, ":")) {
    if (wantsComment(line)) writer_.addComment(valueOf(input, line, 1));
  } else if (startsWith(first, "id:")) {
    processId(valueOf(input, line, 3));
  } else if (startsWith(first, "event:")) {
    processType(valueOf(input, line, 6));
  } else if (startsWith(first, "retry:")) {
    processRetry(valueOf(input, line, 6));
  } else if (length == 4 && startsWith(first, "data")) {
    // "Otherwise, the string is not empty but does not contain a colon": an empty value.
    addData({line.end, line.end});
  } else if (length == 2 && startsWith(first, "id")) {
    processId({line.end, line.end});
  } else if (length == 5 && startsWith(first, "event")) {
    processType({line.end, line.end});
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
    const ByteRange type = type_.range();
    // Types may have been interned since the type's line. Who listens is asked now.
    if (typeIndex_ == kUnknownType && types_.revision() != typeRevision_) {
      typeIndex_ = types_.find(input + type.start, type.length());
    }
    EventRecord event;
    event.block = {blockStart_, blankLine};
    event.data = data_;
    event.id = id_.range();
    event.type = type;
    event.typeIndex = typeIndex_;
    event.hasId = id_.isPresent();
    event.isMoved = isMoved_;
    event.wanted = types_.isWanted(typeIndex_) ||
                   (!types_.isKnown(typeIndex_) &&
                    (wantUnknownTypes_ || !isAscii(input + type.start, type.length())));
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
