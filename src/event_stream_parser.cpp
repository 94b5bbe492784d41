#include "event_stream_parser.h"

#include <algorithm>
#include <cstring>

#include "line_scanner.h"

namespace eventsource {
namespace {

uint64_t load64(const uint8_t* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// The first characters of a text as load64() reads them, to tell fields by one comparison.
constexpr uint64_t word(const char* text) {
  uint64_t result = 0;
  for (int i = 0; text[i] != '\0'; ++i) result |= static_cast<uint64_t>(text[i]) << (8 * i);
  return result;
}
constexpr uint64_t firstBytes(int count) { return (uint64_t{1} << (8 * count)) - 1; }

constexpr bool startsWith(uint64_t line, const char* text, int length) {
  return (line & firstBytes(length)) == word(text);
}

// The value of a field whose name and colon are `prefix` bytes long: one space after the colon is
// not part of it. A line ends with CR or LF, so the byte that may be the space can be looked at.
ByteRange valueOf(const uint8_t* input, uint32_t start, uint32_t prefix, uint32_t end) {
  const uint32_t value = start + prefix;
  return {value + (input[value] == ' ' ? 1u : 0u), end};
}

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

}  // namespace

uint8_t* EventStreamParser::reserve(uint32_t length) {
  if (length > inputRoom()) {
    ByteRange line{lineStart_, end_};
    ByteRange* kept[4];
    uint32_t count = 0;
    if (hasId_ && !late_.id.isSet()) kept[count++] = &id_;
    if (typeIndex_ == kUnknownType && !late_.type.isSet()) kept[count++] = &type_;
    if (count == 2 && kept[0]->start > kept[1]->start) std::swap(kept[0], kept[1]);
    if (hasData_) kept[count++] = &data_;
    kept[count++] = &line;
    const uint32_t unscanned = end_ - scanned_;
    const uint32_t end = buffer_.makeRoom(kept, count, late_.length(), length);
    if (end == InputBuffer::kNoMemory) return nullptr;
    // Where in the block the non-ASCII bytes were is forgotten, not that there were some.
    nonAsciiEnd_ = nonAsciiEnd_ > blockStart_ ? 1 : 0;
    blockStart_ = 0;
    lineStart_ = line.start;
    end_ = end;
    scanned_ = end - unscanned;
  }
  return buffer_.bytes() + end_;
}

void EventStreamParser::reset() {
  end_ = scanned_ = lineStart_ = blockStart_ = nonAsciiEnd_ = typeIndex_ = 0;
  more_ = tooLarge_ = pendingLineFeed_ = hasData_ = hasId_ = isMoved_ = false;
  byteOrderMark_ = ByteOrderMark::kPossible;
  late_.clear();
}

// "Strip one leading U+FEFF BYTE ORDER MARK, if any." False while it may still be on its way.
bool EventStreamParser::skipByteOrderMark() {
  constexpr uint8_t kMark[] = {0xEF, 0xBB, 0xBF};
  const uint32_t length = std::min<uint32_t>(end_, sizeof kMark);
  if (std::memcmp(buffer_.bytes(), kMark, length) == 0) {
    if (length < sizeof kMark) return false;
    scanned_ = lineStart_ = blockStart_ = sizeof kMark;
  }
  byteOrderMark_ = ByteOrderMark::kPassed;
  return true;
}

uint32_t EventStreamParser::parse(uint32_t length) {
  end_ += length;
  more_ = false;
  if (!writer_.begin(buffer_.bytes())) tooLarge_ = true;
  if (tooLarge_) {
    reset();  // what still comes is not kept
    tooLarge_ = true;
  }
  if (end_ == scanned_) return writer_.finish();
  if (byteOrderMark_ == ByteOrderMark::kPossible && !skipByteOrderMark()) return writer_.finish();

  uint8_t* const input = buffer_.bytes();
  const uint32_t end = end_;
  if (pendingLineFeed_ && scanned_ < end) {
    pendingLineFeed_ = false;
    if (input[scanned_] == '\n') {
      if (blockStart_ == lineStart_) ++blockStart_;
      lineStart_ = ++scanned_;
    }
  }

  uint32_t scan = scanned_;
  uint32_t lineStart = lineStart_;
  uint64_t afterReturn = 0;  // 1 when the block before ended with CR
  bool stop = false;
  while (scan < end && !stop) {
    const LineScannerBlock block(input + scan);
    if (block.isPlain()) {
      afterReturn = 0;
      scan += kBlockBytes;
      continue;
    }
    const uint64_t valid =
        end - scan >= kBlockBytes ? ~uint64_t{0} : (uint64_t{1} << (end - scan)) - 1;
    uint64_t lineEnds = block.lineFeeds() & ~afterReturn & valid;
    const uint64_t nonAscii = block.nonAscii() & valid;
    const uint64_t returns = block.carriageReturns() & valid;
    afterReturn = 0;
    if (returns != 0) {
      lineEnds = (lineEnds & ~(returns << 1)) | returns;
      afterReturn = returns >> 63;
    }
    // Only an event that has come near the limit has its lines measured one by one.
    const bool measure = scan + kBlockBytes - blockStart_ > maxEventSize_;

    while (lineEnds != 0) {
      const auto bit = static_cast<uint32_t>(__builtin_ctzll(lineEnds));
      lineEnds &= lineEnds - 1;
      const uint32_t start = lineStart;
      const uint32_t lineEnd = scan + bit;
      lineStart = lineEnd + 1;
      if (input[lineEnd] == '\r') {
        if (lineStart == end) {
          pendingLineFeed_ = true;
        } else if (input[lineStart] == '\n') {
          ++lineStart;
        }
      }
      if (measure && isTooLarge(start, lineEnd)) {
        tooLarge_ = true;
        return writer_.finish();
      }
      if (start != lineEnd) {
        const uint64_t line = load64(input + start);
        if (startsWith(line, "data:", 5)) {
          const ByteRange value = valueOf(input, start, 5, lineEnd);
          if (hasData_) {
            appendData(value);
          } else {
            hasData_ = true;
            data_ = value;
          }
        } else {
          processField(start, lineEnd);
          // Further lines of data would be moved over the text of a comment: let it be read first.
          stop = writer_.isFull() || (hasData_ && wantComments_ && input[start] == ':');
          if (stop) break;
        }
        continue;
      }
      if (nonAscii != 0) {
        const uint64_t before = nonAscii & ((uint64_t{1} << bit) - 1);
        if (before != 0) {
          nonAsciiEnd_ = scan + kBlockBytes - static_cast<uint32_t>(__builtin_clzll(before));
        }
      }
      dispatchEvent(lineEnd);
      blockStart_ = lineStart;
      stop = writer_.isFull();
      if (stop) break;
    }
    if (stop) {
      // What is left of this block is looked at again by the next call; non-ASCII bytes of the line
      // fields so far are noted then, those of the block at hand now.
      const uint64_t seen =
          nonAscii & (lineStart - scan >= kBlockBytes ? ~uint64_t{0}
                                                      : (uint64_t{1} << (lineStart - scan)) - 1);
      if (seen != 0) {
        nonAsciiEnd_ = scan + kBlockBytes - static_cast<uint32_t>(__builtin_clzll(seen));
      }
      scan = lineStart;
      break;
    }
    if (nonAscii != 0) {
      nonAsciiEnd_ = scan + kBlockBytes - static_cast<uint32_t>(__builtin_clzll(nonAscii));
    }
    scan += kBlockBytes;
  }

  more_ = stop && scan < end;
  scanned_ = stop ? scan : end;
  lineStart_ = lineStart;
  if (!more_ && isTooLarge(lineStart, end)) {
    tooLarge_ = true;
  } else if (lineStart == end && !hasData_ && !hasId_ && typeIndex_ == 0) {
    end_ = scanned_ = lineStart_ = blockStart_ = nonAsciiEnd_ = 0;  // nothing to keep
  }
  return writer_.finish();
}

// Exact, and the same however the stream was cut: every line is measured before it is processed.
bool EventStreamParser::isTooLarge(uint32_t lineStart, uint32_t lineEnd) const {
  uint64_t size = lineEnd - lineStart;
  size += late_.length();
  if (hasData_) size += data_.length();
  if (hasId_ && !late_.id.isSet()) size += id_.length();
  if (typeIndex_ == kUnknownType && !late_.type.isSet()) size += type_.length();
  return size > maxEventSize_;
}

// 9.2.6 "process the field", but for data with a colon.
void EventStreamParser::processField(uint32_t start, uint32_t end) {
  const uint8_t* const input = buffer_.bytes();
  const uint64_t line = load64(input + start);
  const uint32_t length = end - start;
  if (startsWith(line, ":", 1)) {
    if (wantComments_) writer_.addComment(valueOf(input, start, 1, end));
  } else if (startsWith(line, "id:", 3)) {
    processId(valueOf(input, start, 3, end));
  } else if (startsWith(line, "event:", 6)) {
    processType(valueOf(input, start, 6, end));
  } else if (startsWith(line, "retry:", 6)) {
    processRetry(valueOf(input, start, 6, end));
  } else if (length == 4 && startsWith(line, "data", 4)) {
    // "Otherwise, the string is not empty but does not contain a colon": an empty value.
    if (hasData_) return appendData({end, end});
    hasData_ = true;
    data_ = {end, end};
  } else if (length == 2 && startsWith(line, "id", 2)) {
    processId({end, end});
  } else if (length == 5 && startsWith(line, "event", 5)) {
    processType({end, end});
  }
}

void EventStreamParser::appendData(ByteRange value) {
  uint8_t* const input = buffer_.bytes();
  input[data_.end] = '\n';
  std::memmove(input + data_.end + 1, input + value.start, value.length());
  data_.end += 1 + value.length();
  isMoved_ = true;
}

void EventStreamParser::processId(ByteRange value) {
  const uint8_t* const bytes = buffer_.bytes() + value.start;
  if (hasNull(bytes, value.length())) return;
  hasId_ = true;
  id_ = value;
  if (hasData_ && !late_.id.set(bytes, value.length())) tooLarge_ = true;
}

void EventStreamParser::processType(ByteRange value) {
  const uint8_t* const bytes = buffer_.bytes() + value.start;
  late_.type.clear();
  typeIndex_ = value.length() == 0 ? 0 : types_.find(bytes, value.length());
  type_ = value;
  if (typeIndex_ == kUnknownType && hasData_) {
    if (!late_.type.set(bytes, value.length())) tooLarge_ = true;
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

// Puts the id and the type that came after data behind it: their own lines made the room.
void EventStreamParser::placeLateFields() {
  uint8_t* const input = buffer_.bytes();
  uint32_t end = data_.end;
  const auto place = [&](const LateField& field, ByteRange& range) {
    if (!field.isSet()) return;
    std::memcpy(input + end, field.bytes(), field.length());
    range = {end, end + field.length()};
    end = range.end;
  };
  place(late_.id, id_);
  place(late_.type, type_);
  late_.clear();
  isMoved_ = true;
}

// 9.2.6 "dispatch the event", up to where an event object would be made.
void EventStreamParser::dispatchEvent(uint32_t blankLine) {
  if (hasData_ && !hasId_ && !isMoved_ && typeIndex_ == 0 && data_.length() < kLargeEventBytes &&
      types_.isWanted(0)) {
    writer_.addMessage(data_, blockStart_, nonAsciiEnd_);
    hasData_ = false;
    return;
  }
  if (late_.any()) placeLateFields();
  if (hasData_) {
    EventRecord event;
    event.block = {blockStart_, blankLine};
    event.data = data_;
    event.id = id_;
    event.type = type_;
    event.typeIndex = typeIndex_;
    event.hasId = hasId_;
    event.isMoved = isMoved_;
    event.wanted =
        typeIndex_ != kUnknownType
            ? types_.isWanted(typeIndex_)
            : wantUnknownTypes_ || !isAscii(buffer_.bytes() + type_.start, type_.length());
    event.nonAsciiEnd = nonAsciiEnd_;
    writer_.addEvent(event);
  } else if (hasId_) {
    writer_.addIdOnly(id_);
  }
  hasData_ = hasId_ = isMoved_ = false;
  typeIndex_ = 0;
}

}  // namespace eventsource
