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

// Which bytes of a block end a line: each CR, and each LF that does not follow one. `afterReturn`
// is 1 when the block before ended with CR, and is set for the next one.
uint64_t lineEndsOf(const LineScannerBlock& block, uint64_t valid, uint64_t& afterReturn) {
  const uint64_t returns = block.carriageReturns() & valid;
  uint64_t lineEnds = block.lineFeeds() & ~afterReturn & valid;
  afterReturn = returns >> (kBlockBytes - 1);
  if (returns != 0) lineEnds = (lineEnds & ~(returns << 1)) | returns;
  return lineEnds;
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
  more_ = pendingLineFeed_ = dropsLine_ = false;
  failure_ = kNoFailure;
  byteOrderMark_ = ByteOrderMark::kPossible;
  clearBlock();
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

// The LF of a CR LF that a chunk's end has divided.
void EventStreamParser::skipPendingLineFeed() {
  if (!pendingLineFeed_ || scanned_ == end_) return;
  pendingLineFeed_ = false;
  if (buffer_.bytes()[scanned_] != '\n') return;
  if (blockStart_ == lineStart_) ++blockStart_;
  lineStart_ = ++scanned_;
}

// The rest of a line that is dropped. False when its end has not come yet.
bool EventStreamParser::skipDroppedLine() {
  if (!dropsLine_) return true;
  const uint8_t* const input = buffer_.bytes();
  const uint8_t* const start = input + scanned_;
  const uint8_t* const lineEnd =
      std::find_if(start, input + end_, [](uint8_t byte) { return byte == '\n' || byte == '\r'; });
  if (lineEnd == input + end_) {
    end_ = scanned_;
    return false;
  }
  dropsLine_ = false;
  // What came of it with its end lies between the fields of the block.
  if (std::any_of(start, lineEnd, [](uint8_t byte) { return byte >= 0x80; })) {
    nonAsciiEnd_ = static_cast<uint32_t>(lineEnd - input);
  }
  lineStart_ = scanned_ = lineAfter(static_cast<uint32_t>(lineEnd - input));
  return true;
}

// Where the line after this line end starts.
uint32_t EventStreamParser::lineAfter(uint32_t lineEnd) {
  const uint8_t* const input = buffer_.bytes();
  const uint32_t next = lineEnd + 1;
  if (input[lineEnd] != '\r') return next;
  if (next == end_) {
    pendingLineFeed_ = true;
    return next;
  }
  return input[next] == '\n' ? next + 1 : next;
}

void EventStreamParser::noteNonAscii(uint64_t mask, uint32_t scan) {
  if (mask == 0) return;
  nonAsciiEnd_ = scan + kBlockBytes - static_cast<uint32_t>(__builtin_clzll(mask));
}

// A line that is not empty. Returns whether to stop after it.
[[gnu::always_inline]] inline bool EventStreamParser::processLine(const uint8_t* input,
                                                                  uint32_t start, uint32_t lineEnd,
                                                                  bool measure) {
  if (measure && isTooLarge(start, lineEnd) && isField(start, lineEnd)) {
    failure_ = kEventTooLarge;
    return true;
  }
  if (startsWith(load64(input + start), "data:", 5)) {
    addData(valueOf(input, start, 5, lineEnd));
    return false;
  }
  processField(start, lineEnd);
  if (failure_ != kNoFailure) return true;
  // Further lines of data would be moved over the text of a comment: let it be read first.
  return writer_.isFull() || (hasData_ && wantsComment(start, lineEnd));
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
  if (end_ == scanned_) return writer_.finish();
  if (byteOrderMark_ == ByteOrderMark::kPossible && !skipByteOrderMark()) return writer_.finish();
  if (!skipDroppedLine()) return writer_.finish();
  skipPendingLineFeed();

  const uint8_t* const input = buffer_.bytes();
  uint32_t scan = scanned_;
  uint32_t lineStart = lineStart_;
  uint64_t afterReturn = 0;
  bool stop = false;
  const uint32_t end = end_;
  while (scan < end && !stop) {
    const LineScannerBlock block(input + scan);
    if (block.isPlain()) {
      afterReturn = 0;
      scan += kBlockBytes;
      continue;
    }
    const uint64_t valid = firstBits(end - scan);
    const uint64_t nonAscii = block.nonAscii() & valid;
    uint64_t lineEnds = lineEndsOf(block, valid, afterReturn);
    // Only an event that has come near the limit has its lines measured one by one.
    const bool measure = scan + kBlockBytes - blockStart_ > maxEventSize_;
    while (lineEnds != 0 && !stop) {
      const auto bit = static_cast<uint32_t>(__builtin_ctzll(lineEnds));
      lineEnds &= lineEnds - 1;
      const uint32_t start = lineStart;
      const uint32_t lineEnd = scan + bit;
      lineStart = lineAfter(lineEnd);
      if (start != lineEnd) {
        stop = processLine(input, start, lineEnd, measure);
        if (stop && failure_ != kNoFailure) return writer_.finish();
      } else {
        if (nonAscii != 0) noteNonAscii(nonAscii & firstBits(bit), scan);
        dispatchEvent(lineEnd);
        blockStart_ = lineStart;
        stop = writer_.isFull();
      }
    }
    // When it stops, the rest of the block is looked at again by the next call.
    if (nonAscii != 0) noteNonAscii(stop ? nonAscii & firstBits(lineStart - scan) : nonAscii, scan);
    scan = stop ? lineStart : scan + kBlockBytes;
  }
  lineStart_ = lineStart;
  more_ = stop && scan < end_;
  scanned_ = stop ? scan : end_;
  if (!more_) finishChunk();
  return writer_.finish();
}

// All lines have been found: what is to be kept of the unfinished one?
void EventStreamParser::finishChunk() {
  if (lineStart_ == end_ || mayBecomeField(lineStart_, end_)) {
    // Too little of it to tell: it counts when it is known to be a field.
  } else if (isField(lineStart_, end_)) {
    if (isTooLarge(lineStart_, end_)) {
      failure_ = kEventTooLarge;
      return;
    }
  } else if (!wantsComment(lineStart_, end_)) {
    dropsLine_ = true;
    end_ = scanned_ = lineStart_;
    nonAsciiEnd_ = std::min(nonAsciiEnd_, lineStart_);
  }
  if (lineStart_ == end_ && isEmptyBlock()) {
    end_ = scanned_ = lineStart_ = blockStart_ = nonAsciiEnd_ = 0;  // nothing to keep
  }
}

bool EventStreamParser::wantsComment(uint32_t lineStart, uint32_t lineEnd) const {
  return wantComments_ && buffer_.bytes()[lineStart] == ':' && lineEnd - lineStart <= maxEventSize_;
}

bool EventStreamParser::isEmptyBlock() const {
  return !hasData_ && !id_.isPresent() && typeIndex_ == 0;
}

// Exact, and the same however the stream was cut: every line is measured before it is processed.
bool EventStreamParser::isTooLarge(uint32_t lineStart, uint32_t lineEnd) const {
  uint64_t size = lineEnd - lineStart;
  if (hasData_) size += data_.length();
  size += uint64_t{id_.length()} + type_.length();
  return size > maxEventSize_;
}

}  // namespace eventsource
