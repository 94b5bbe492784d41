// Bytes of an event stream in, an event table out: WHATWG HTML 9.2.5 (parsing) and 9.2.6
// (interpretation).
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
//
//   uint8_t* room = parser.reserve(n);  // null: no memory
//   write n bytes there
//   for (words = parser.parse(n); ; words = parser.parse(0)) {
//     read `words` words of parser.table()
//     if (!parser.more()) break;
//   }
//
// The table and the text it points to are valid until the next call of reserve(), parse() or
// reset(). No exceptions, no clock, no I/O.
#pragma once

#include <cstdint>

#include "block_field.h"
#include "byte_range.h"
#include "event_table.h"
#include "event_table_writer.h"
#include "input_buffer.h"
#include "type_table.h"

namespace eventsource {

class EventStreamParser {
 public:
  // maxEventSize, in bytes: what one event's data, id and type (an interned one takes none) and its
  // unfinished line, field name and all, may take together. Lines that are no part of an event
  // (comments, unknown fields) do not count, and are dropped as they come.
  explicit EventStreamParser(uint32_t maxEventSize) : maxEventSize_(maxEventSize) {}
  EventStreamParser(const EventStreamParser&) = delete;
  EventStreamParser& operator=(const EventStreamParser&) = delete;

  // Room for `length` more bytes of the stream, or null when there is no memory for them.
  uint8_t* reserve(uint32_t length);

  // Takes in the `length` bytes written to where reserve() said; returns the words in the table.
  uint32_t parse(uint32_t length);

  const int32_t* table() const { return writer_.table(); }
  const uint8_t* input() const {
    return buffer_.bytes();
  }  // what kAscii, kUtf8 and kUnwanted count from
  const char16_t* text() const { return writer_.text(); }  // what kUtf16 offsets count from
  bool more() const { return more_; }

  // Why nothing more comes before reset(), if so. What came before is in the table.
  ParserFailure failure() const { return failure_; }

  // Bytes of the input buffer in use, and how many fit behind them without reserve(): none where
  // reserve() would give a large buffer back.
  uint32_t inputEnd() const { return end_; }
  uint32_t inputRoom() const {
    return end_ == 0 && buffer_.isOversized() ? 0 : buffer_.capacity() - end_;
  }

  // A new stream: an incomplete event is discarded, and its id with it. Types and limits stay.
  void reset();

  // The index of an event type, for RecordMeta; an interned type is wanted until want() says
  // otherwise. The type "message" is always 0, and not wanted before want(0, true).
  // kUnknownType: no memory.
  uint32_t internType(const uint8_t* type, uint32_t length) { return types_.intern(type, length); }
  void want(uint32_t typeIndex, bool wanted) { types_.want(typeIndex, wanted); }

  // The type counts as one that was not interned, and its index will be that of another. An event
  // in the table at hand, or one whose type has been read but not its blank line, still comes under
  // the index: that is not used again before parse() has begun a table without it. "message" is
  // never forgotten.
  void forgetType(uint32_t typeIndex) { types_.forget(typeIndex); }

  // Whether events of types that were not interned are wanted; false at first. Those whose type is
  // not ASCII are wanted all the same: bytes that differ may decode to the same name.
  void wantUnknownTypes(bool wanted) { wantUnknownTypes_ = wanted; }
  // Whether comments are wanted; false at first. One of more than maxEventSize bytes is dropped.
  void wantComments(bool wanted) { wantComments_ = wanted; }

 private:
  // What the next byte may belong to.
  enum class Next : uint8_t {
    kByteOrderMark,
    kLine,
    kLineFeed,     // of a CR LF whose CR was the last byte
    kDroppedLine,  // one that is no part of an event: nothing of it is kept
  };

  // 9.2.5, in event_stream_parser.cpp
  bool skipByteOrderMark();
  bool skipLineFeed();
  bool skipDroppedLine();
  bool resumeLine();
  bool scanLines();
  uint32_t lineAfter(const uint8_t* input, uint32_t lineEnd);
  bool processLine(const uint8_t* input, ByteRange line, bool measure);
  void noteNonAscii(uint64_t mask, uint32_t scan);
  void finishChunk();
  [[gnu::noinline]] bool isTooLarge(ByteRange line, uint32_t least) const;
  bool isEmptyBlock() const;
  bool wantsComment(ByteRange line) const;

  // 9.2.6, in event_fields.cpp
  static constexpr uint32_t kNoField = ~uint32_t{0};
  [[gnu::noinline]] uint32_t nameLength(ByteRange line) const;
  void processField(ByteRange line);
  void processId(ByteRange value);
  void processType(ByteRange value);
  void processRetry(ByteRange value);
  void joinData(ByteRange value);
  void dispatchAny(uint32_t blankLine);
  void clearBlock();

  // What most lines of most streams are, not to be called for.
  void addData(ByteRange value) {
    if (hasData_) return joinData(value);
    hasData_ = true;
    data_ = value;
  }
  // "Dispatch the event", up to where an event object would be made.
  void dispatchEvent(uint32_t blankLine) {
    if (!hasData_ || id_.isPresent() || isMoved_ || typeIndex_ != 0 ||
        data_.length() >= kLargeEventBytes || !types_.isWanted(0)) {
      return dispatchAny(blankLine);
    }
    writer_.addMessage(data_, blockStart_, nonAsciiEnd_);
    hasData_ = false;
  }

  InputBuffer buffer_;
  uint32_t end_ = 0;        // of the bytes in use
  uint32_t scanned_ = 0;    // bytes already looked at
  uint32_t lineStart_ = 0;  // of the unfinished line
  bool more_ = false;
  ParserFailure failure_ = kNoFailure;
  Next next_ = Next::kByteOrderMark;

  // The block at hand: its fields so far. Values stay where they came in; further lines of data are
  // moved up to the first.
  uint32_t blockStart_ = 0;
  uint32_t nonAsciiEnd_ = 0;  // one past the last non-ASCII byte seen, 0: none
  bool hasData_ = false;
  bool isMoved_ = false;  // some value is not where it came in any more
  ByteRange data_;        // the standard's data buffer, without its last line feed
  BlockField id_;
  BlockField type_;            // present if it is of kUnknownType
  uint32_t typeIndex_ = 0;     // the event type buffer; 0 for the empty one, as for "message"
  uint32_t typeRevision_ = 0;  // of types_, when the type was looked up

  EventTableWriter writer_;
  TypeTable types_;
  uint32_t maxEventSize_;
  bool wantUnknownTypes_ = false;
  bool wantComments_ = false;
};

}  // namespace eventsource
