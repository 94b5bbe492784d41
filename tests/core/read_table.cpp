#include "read_table.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "reference_utf8.h"

namespace eventsource::testing {

namespace {

void require(bool holds, const char* promise) {
  if (!holds) throw std::logic_error(std::string("event table: ") + promise);
}

}  // namespace

struct TableReader::Span {
  int32_t start;
  int32_t end;
  int64_t length() const { return static_cast<int64_t>(end) - start; }
};

struct TableReader::Region {
  const EventStreamParser& parser;
  Span text;
  int32_t encoding;
  const int32_t* next;  // the word to read next
  const int32_t* end;
  int wantedEvents = 0;
  int64_t wantedUnits = 0;  // what the texts of the wanted events take together

  Span takeSpan() {
    require(end - next >= 2, "a record ends inside its region");
    const Span span{next[0], next[1]};
    next += 2;
    require(span.start >= 0 && span.start <= span.end, "offsets are in order");
    return span;
  }
};

void TableReader::read(const EventStreamParser& parser, uint32_t words) {
  const int32_t* next = parser.table();
  const int32_t* const end = next + words;
  while (next < end) {
    require(end - next >= kRegionHeaderWords, "a region has a whole header");
    const int32_t length = next[kRegionWords];
    Region region{parser,
                  {next[kRegionStart], next[kRegionEnd]},
                  next[kRegionEncoding],
                  next + kRegionHeaderWords,
                  nullptr};
    require(length > 0 && length <= end - region.next, "a region has records, all in the table");
    region.end = region.next + length;
    next = region.end;
    readRegion(region);
  }
}

void TableReader::readRegion(Region& region) {
  const Span text = region.text;
  require(text.start >= 0 && text.start <= text.end, "a region's text is in order");
  require(region.encoding >= kAscii && region.encoding <= kAsciiMoved,
          "a region has one of the encodings");
  if (region.encoding == kAscii || region.encoding == kAsciiMoved) {
    const uint8_t* const input = region.parser.input();
    require(std::all_of(input + text.start, input + text.end, [](uint8_t b) { return b < 0x80; }),
            "the text of a kAscii region is ASCII");
  }
  encodings_.push_back(region.encoding);

  while (region.next < region.end) readRecord(region);

  // A kUtf8 region never becomes one string.
  if (region.encoding == kUtf8) return;
  const int64_t unitBytes = region.encoding == kUtf16 ? 2 : 1;
  const int64_t bytes = text.length() * unitBytes;
  if (bytes <= kRegionBytes) return;
  require(region.wantedEvents == 1, "only a single event may have a region above kRegionBytes");
  require(bytes - region.wantedUnits * unitBytes <= kRegionBytes, "a large event pins only itself");
}

void TableReader::readRecord(Region& region) {
  require(region.end - region.next >= kRecordHeaderWords, "a record has a whole header");
  const int32_t first = region.next[kRecordFirst];
  const int32_t second = region.next[kRecordSecond];
  const int32_t meta = region.next[kRecordMeta];
  region.next += kRecordHeaderWords;
  require((meta & ~(kTypeMask | kHasId | kUnwanted | kKindMask)) == 0, "meta has no other bits");

  const int32_t kind = meta & kKindMask;
  const int32_t flags = meta & (kHasId | kUnwanted);
  if (kind == kKindEvent) {
    require(first >= 0 && first <= second, "an event's offsets are in order");
    return readEvent(region, meta, {first, second});
  }
  require((meta & kTypeMask) == 0, "only events have types");
  if (kind == kKindRetry) {
    require((meta & kHasId) == 0, "a retry has no id");
    require(first >= 0 && first <= kMaxRetry, "a reconnection time is within bounds");
    return observe(retry(first), false);
  }
  if (kind == kKindComment) {
    require(flags == kUnwanted, "a comment is kUnwanted and has no id");
    require(first >= 0 && first <= second, "a comment's offsets are in order");
    return observe(comment(textOf(region, {first, second}, true)), true);
  }
  require(flags == (kHasId | kUnwanted), "an id without event is kUnwanted and has its id");
  std::string id = textOf(region, region.takeSpan(), true);
  if (id == lastEventId_) return;
  lastEventId_ = id;
  observe(testing::lastEventId(std::move(id)), true);
}

void TableReader::readEvent(Region& region, int32_t meta, Span data) {
  const bool unwanted = (meta & kUnwanted) != 0;
  Observation observation;
  observation.text = textOf(region, data, unwanted);
  int64_t units = data.length();
  if ((meta & kHasId) != 0) {
    const Span id = region.takeSpan();
    lastEventId_ = textOf(region, id, unwanted);
    units += id.length();
  }
  observation.lastEventId = lastEventId_;
  const int32_t type = meta & kTypeMask;
  if (type == kUnknownType) {
    const Span name = region.takeSpan();
    require(name.length() > 0, "an unknown type has a name");
    observation.type = textOf(region, name, unwanted);
    units += name.length();
  } else {
    require(static_cast<size_t>(type) < types_.size(), "a type index was given out before");
    observation.type = types_[static_cast<size_t>(type)];
  }
  if (!unwanted) {
    region.wantedEvents++;
    region.wantedUnits += units;
  }
  observe(std::move(observation), unwanted);
}

std::string TableReader::textOf(const Region& region, Span span, bool fromInput) const {
  if (!fromInput) {
    require(region.encoding == kUtf8 ||
                (span.start >= region.text.start && span.end <= region.text.end),
            "a wanted record lies in its region's text");
    if (region.encoding == kUtf16) {
      const char16_t* const text = region.parser.text();
      return encodeUtf8(decodeUtf16({text + span.start, text + span.end}));
    }
  }
  const char* const input = reinterpret_cast<const char*>(region.parser.input());
  return replaceIllFormed({input + span.start, input + span.end});
}

void TableReader::observe(Observation observation, bool unwanted) {
  observations_.push_back(std::move(observation));
  unwanted_.push_back(unwanted);
}

}  // namespace eventsource::testing
