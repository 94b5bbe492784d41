// 9.2.5, parsing an event stream: finds its lines.
#include "event_stream_parser.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "field_line.h"
#include "line_scanner.h"

namespace eventsource {
namespace {

// The lowest `count` bits.
constexpr uint64_t firstBits(uint32_t count) {
  return count >= kBlockBytes ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

// Which bytes of a block end a line: each CR, and each LF that does not follow one.
uint64_t lineEndsOf(const LineScannerBlock& block) {
  const uint64_t lineFeeds = block.lineFeeds();
  const uint64_t returns = block.carriageReturns();
  return returns == 0 ? lineFeeds : (lineFeeds & ~(returns << 1)) | returns;
}

}  // namespace

uint8_t* EventStreamParser::reserve(uint32_t length) {
  if (length > inputRoom()) {
    ByteRange line{lineStart_, end_};
    ByteRange* kept[4];
    uint32_t count = 0;
    if (id_.isInInput()) kept[count++] = &id_.range();
    if (type_.isInInput()) kept[count++] = &type_.range();
    if (count == 2 && kept[0]->start > kept[1]->start) std::swap(kept[0], kept[1]);
    if (hasData_) kept[count++] = &data_;
    kept[count++] = &line;
    const uint32_t unscanned = end_ - scanned_;
    const uint32_t aside = id_.lengthAside() + type_.lengthAside();
    const uint32_t end = buffer_.makeRoom(kept, count, aside, length);
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
  end_ = scanned_ = lineStart_ = blockStart_ = nonAsciiEnd_ = 0;
  more_ = false;
  failure_ = kNoFailure;
  next_ = Next::kByteOrderMark;
  clearBlock();
}

uint32_t EventStreamParser::parse(uint32_t length) {
  end_ += length;
  more_ = false;
  types_.beginTable(typeIndex_);
  if (!writer_.begin(buffer_.bytes()) && failure_ == kNoFailure) failure_ = kOutOfMemory;
  if (failure_ != kNoFailure) {
    const ParserFailure failure = failure_;
    reset();  // what still comes is not kept
    failure_ = failure;
  }
  if (scanned_ == end_ || !resumeLine()) return writer_.finish();
  scanned_ = scanLines() ? end_ : lineStart_;
  if (failure_ != kNoFailure) return writer_.finish();
  more_ = scanned_ < end_;
  if (!more_) finishChunk();
  return writer_.finish();
}

// Skips what is no part of a line, where the last chunk ended. False when there is no more.
bool EventStreamParser::resumeLine() {
  switch (next_) {
    case Next::kLine:
      break;
    case Next::kByteOrderMark:
      return skipByteOrderMark();
    case Next::kLineFeed:
      return skipLineFeed();
    case Next::kDroppedLine:
      return skipDroppedLine();
  }
  return true;
}

// "Strip one leading U+FEFF BYTE ORDER MARK, if any." False while it may still be on its way.
bool EventStreamParser::skipByteOrderMark() {
  constexpr uint8_t kMark[] = {0xEF, 0xBB, 0xBF};
  const uint32_t length = std::min<uint32_t>(end_, sizeof kMark);
  if (std::memcmp(buffer_.bytes(), kMark, length) == 0) {
    if (length < sizeof kMark) return false;
    scanned_ = lineStart_ = blockStart_ = sizeof kMark;
  }
  next_ = Next::kLine;
  return true;
}

bool EventStreamParser::skipLineFeed() {
  next_ = Next::kLine;
  if (buffer_.bytes()[scanned_] != '\n') return true;
  if (blockStart_ == lineStart_) ++blockStart_;
  lineStart_ = ++scanned_;
  return true;
}

// The rest of a line that is dropped. False when its end has not come yet.
bool EventStreamParser::skipDroppedLine() {
  const uint8_t* const input = buffer_.bytes();
  const uint8_t* const start = input + scanned_;
  const uint8_t* const lineEnd =
      std::find_if(start, input + end_, [](uint8_t byte) { return byte == '\n' || byte == '\r'; });
  if (lineEnd == input + end_) {
    end_ = scanned_;
    return false;
  }
  next_ = Next::kLine;
  // The last part of it is between the fields of the block.
  if (std::any_of(start, lineEnd, [](uint8_t byte) { return byte >= 0x80; })) {
    nonAsciiEnd_ = static_cast<uint32_t>(lineEnd - input);
  }
  lineStart_ = scanned_ = lineAfter(input, static_cast<uint32_t>(lineEnd - input));
  return true;
}

// Processes the lines that have ended, up to lineStart_. False when it stopped after one of them:
// the table is to be read first, or there was a failure.
bool EventStreamParser::scanLines() {
  const uint8_t* const input = buffer_.bytes();
  const uint32_t end = end_;
  uint32_t lineStart = lineStart_;
  for (uint32_t scan = scanned_; scan < end; scan += kBlockBytes) {
    const LineScannerBlock block(input + scan);
    if (block.isPlain()) continue;
    const uint64_t valid = firstBits(end - scan);
    const uint64_t nonAscii = block.nonAscii() & valid;
    uint64_t lineEnds = lineEndsOf(block) & valid;
    // The LF of a CR LF that is divided by two blocks.
    if (lineStart > scan) lineEnds &= ~uint64_t{1};
    // Only an event that has come near the limit has its lines measured one by one.
    const bool measure = scan + kBlockBytes - blockStart_ > maxEventSize_;
    for (; lineEnds != 0; lineEnds &= lineEnds - 1) {
      const auto bit = static_cast<uint32_t>(__builtin_ctzll(lineEnds));
      const ByteRange line{lineStart, scan + bit};
      lineStart = lineAfter(input, line.end);
      bool goesOn;
      if (line.length() != 0) {
        goesOn = processLine(input, line, measure);
      } else {
        if (nonAscii != 0) noteNonAscii(nonAscii & firstBits(bit), scan);
        dispatchEvent(line.end);
        blockStart_ = lineStart;
        goesOn = !writer_.isFull();
      }
      if (goesOn) continue;
      // The next call begins with the next line.
      noteNonAscii(nonAscii & firstBits(lineStart - scan), scan);
      lineStart_ = lineStart;
      return false;
    }
    noteNonAscii(nonAscii, scan);
  }
  lineStart_ = lineStart;
  return true;
}

// Where the line after this line end starts.
inline uint32_t EventStreamParser::lineAfter(const uint8_t* input, uint32_t lineEnd) {
  const uint32_t next = lineEnd + 1;
  if (input[lineEnd] != '\r') return next;
  if (next != end_) return input[next] == '\n' ? next + 1 : next;
  next_ = Next::kLineFeed;
  return next;
}

inline void EventStreamParser::noteNonAscii(uint64_t mask, uint32_t scan) {
  if (mask == 0) return;
  nonAsciiEnd_ = scan + kBlockBytes - static_cast<uint32_t>(__builtin_clzll(mask));
}

// A line that is not empty. False when it is to be the last one of this call.
inline bool EventStreamParser::processLine(const uint8_t* input, ByteRange line, bool measure) {
  if (measure && isTooLarge(line, nameLength(line))) {
    failure_ = kEventTooLarge;
    return false;
  }
  if (startsWith(load64(input + line.start), "data:")) {
    addData(valueOf(input, line, 5));
    return true;
  }
  processField(line);
  // Further lines of data would be moved over the text of a comment: let it be read first.
  return failure_ == kNoFailure && !writer_.isFull() && !(hasData_ && wantsComment(line));
}

// All lines have been found: what is to be kept of the unfinished one?
void EventStreamParser::finishChunk() {
  const ByteRange line{lineStart_, end_};
  const uint32_t length = nameLength(line);
  if (length == kNoField) {
    if (!wantsComment(line)) {
      next_ = Next::kDroppedLine;
      end_ = scanned_ = lineStart_;
      nonAsciiEnd_ = std::min(nonAsciiEnd_, lineStart_);
    }
  } else if (isTooLarge(line, length + 1)) {
    // Before its colon has come, a line may yet be no field: then it does not count.
    failure_ = kEventTooLarge;
    return;
  }
  if (lineStart_ == end_ && isEmptyBlock()) {
    end_ = scanned_ = lineStart_ = blockStart_ = nonAsciiEnd_ = 0;  // nothing to keep
  }
}

bool EventStreamParser::wantsComment(ByteRange line) const {
  return wantComments_ && buffer_.bytes()[line.start] == ':' && line.length() <= maxEventSize_;
}

bool EventStreamParser::isEmptyBlock() const {
  return !hasData_ && !id_.isPresent() && typeIndex_ == 0;
}

// Exact, and the same however the stream was cut: every line is measured before it is processed.
bool EventStreamParser::isTooLarge(ByteRange line, uint32_t least) const {
  uint64_t size = line.length();
  if (size < least) return false;
  if (hasData_) size += data_.length();
  size += uint64_t{id_.length()} + type_.length();
  return size > maxEventSize_;
}

}  // namespace eventsource
