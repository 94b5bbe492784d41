// Writes the event table (event_table.h): puts records into regions and chooses each region's
// encoding.
#pragma once

#include <cstdint>

#include "byte_range.h"
#include "event_table.h"

namespace eventsource {

// One event, as the parser hands it over. Ranges count bytes of the input buffer.
struct EventRecord {
  ByteRange block;  // everything from which it came: the other ranges lie in it
  ByteRange data;
  ByteRange id;
  ByteRange type;
  uint32_t typeIndex = 0;
  bool hasId = false;
  bool wanted = true;
  bool isMoved = false;      // some of it is not where it was in the stream
  uint32_t nonAsciiEnd = 0;  // one past the last non-ASCII byte before the block's end, 0: none
};

class EventTableWriter {
 public:
  EventTableWriter() = default;
  ~EventTableWriter();
  EventTableWriter(const EventTableWriter&) = delete;
  EventTableWriter& operator=(const EventTableWriter&) = delete;

  // Starts an empty table. False when there is no memory for one.
  bool begin(const uint8_t* input);
  // Ends it and returns its length in words.
  uint32_t finish();

  // The event that nearly all streams consist of: type "message", wanted, without an id, data of
  // less than kLargeEventBytes.
  void addMessage(ByteRange data, uint32_t blockStart, uint32_t nonAsciiEnd) {
    if (nonAsciiEnd <= textStart_ && data.end - textStart_ <= kRegionBytes &&
        region_ == Region::kAscii) {
      textEnd_ = data.end;
    } else {
      placeText({blockStart, data.end}, data, data.length(), nonAsciiEnd);
      if (region_ == Region::kUtf16) data = toUtf16(data);
    }
    int32_t* const record = table_ + words_;
    record[kRecordFirst] = static_cast<int32_t>(data.start);
    record[kRecordSecond] = static_cast<int32_t>(data.end);
    record[kRecordMeta] = 0;
    words_ += kRecordHeaderWords;
  }
  void addEvent(const EventRecord& event);
  void addIdOnly(ByteRange id);
  void addRetry(uint32_t milliseconds);
  void addComment(ByteRange text);

  // True when the next event may not fit: end the table and start another.
  bool isFull() const { return words_ + kWordsPerEvent > capacity_ || textUnits_ > kTextRoom; }

  const int32_t* table() const { return table_; }
  const char16_t* text() const { return text_; }

 private:
  // The most words that one event can need: its region's header, an id-only record before it,
  // itself.
  static constexpr uint32_t kWordsPerEvent =
      kRegionHeaderWords + (kRecordHeaderWords + 2) + (kRecordHeaderWords + 4);
  static constexpr uint32_t kFirstTableWords = 512;
  static constexpr uint32_t kMostTableWords = 1 << 14;
  static constexpr uint32_t kUnitsPerRegion = kRegionBytes / 2;
  static constexpr uint32_t kTextUnits = 4 * kUnitsPerRegion;
  // An event that is not large has at most kLargeEventBytes units.
  static constexpr uint32_t kTextRoom = kTextUnits - kLargeEventBytes;

  // The region at the end of the table. Without text yet it takes any encoding.
  enum class Region : uint8_t { kNone, kEmpty, kAscii, kUtf16, kUtf8 };

  // Makes the region one that the event's text can go to: bytes `text`, which come to at most
  // `units` code units. What is outside of `block` belongs to other events.
  void placeText(ByteRange block, ByteRange text, uint32_t units, uint32_t nonAsciiEnd);
  // A region to add text of this encoding to: the open one while that has none, else a new one.
  void openText(Region encoding);
  void openRegion();
  void closeRegion();
  bool openTextBuffer();
  ByteRange toUtf16(ByteRange utf8);
  void append(uint32_t first, uint32_t second, uint32_t meta);
  void appendRange(ByteRange range);

  const uint8_t* input_ = nullptr;
  int32_t* table_ = nullptr;
  char16_t* text_ = nullptr;  // kTextUnits and kUtf16Slack, once non-ASCII text was seen
  uint32_t capacity_ = 0;
  uint32_t words_ = 0;
  uint32_t textUnits_ = 0;
  uint32_t idOnlyEnd_ = 0;  // where the table ended when its last record was an id-only one
  bool overflowed_ = true;  // the table is too small: at first there is none

  Region region_ = Region::kNone;
  bool isMoved_ = false;  // it has text that is not where it was in the stream
  uint32_t header_ = 0;
  uint32_t textStart_ = 0;
  uint32_t textEnd_ = 0;
};

}  // namespace eventsource
