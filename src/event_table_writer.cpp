#include "event_table_writer.h"

#include <algorithm>
#include <cstdlib>

#include "utf8.h"

namespace eventsource {

EventTableWriter::~EventTableWriter() {
  std::free(table_);
  std::free(text_);
}

bool EventTableWriter::begin(const uint8_t* input) {
  input_ = input;
  words_ = textUnits_ = idOnlyEnd_ = 0;
  region_ = Region::kNone;
  if (!overflowed_ || capacity_ == kMostTableWords) return true;
  const uint32_t capacity = capacity_ == 0 ? kFirstTableWords : capacity_ * 2;
  auto* table = static_cast<int32_t*>(std::malloc(capacity * sizeof(int32_t)));
  if (table == nullptr) return capacity_ != 0;
  std::free(table_);
  table_ = table;
  capacity_ = capacity;
  overflowed_ = false;
  return true;
}

uint32_t EventTableWriter::finish() {
  closeRegion();
  overflowed_ = words_ + kWordsPerEvent > capacity_;
  return words_;
}

void EventTableWriter::addEvent(const EventRecord& event) {
  uint32_t meta = event.typeIndex;
  if (event.hasId) meta |= kHasId;
  ByteRange data = event.data, id = event.id, type = event.type;
  if (!event.wanted) {
    meta |= kUnwanted;
    if (region_ == Region::kNone) openRegion();
  } else {
    uint32_t start = data.start, end = data.end, units = data.length();
    const auto include = [&](ByteRange range) {
      start = std::min(start, range.start);
      end = std::max(end, range.end);
      units += range.length();
    };
    if (event.hasId) include(id);
    if (event.typeIndex == kUnknownType) include(type);
    if (units >= kLargeEventBytes || end - start > kRegionBytes) {
      if (region_ != Region::kUtf8) openText(Region::kUtf8);
    } else {
      placeText({event.block.start, end}, {start, end}, units, event.nonAsciiEnd);
    }
    isMoved_ |= event.isMoved;
    if (region_ == Region::kUtf16) {
      data = toUtf16(data);
      if (event.hasId) id = toUtf16(id);
      if (event.typeIndex == kUnknownType) type = toUtf16(type);
    }
  }
  append(data.start, data.end, meta);
  if (event.hasId) appendRange(id);
  if (event.typeIndex == kUnknownType) appendRange(type);
}

void EventTableWriter::addIdOnly(ByteRange id) {
  // Nothing can be observed between two of them in a row: the last one counts.
  if (words_ == idOnlyEnd_ && words_ != 0) words_ -= kRecordHeaderWords + 2;
  if (region_ == Region::kNone) openRegion();
  append(0, 0, kKindIdOnly | kUnwanted | kHasId);
  appendRange(id);
  idOnlyEnd_ = words_;
}

void EventTableWriter::addRetry(uint32_t milliseconds) {
  if (region_ == Region::kNone) openRegion();
  append(milliseconds, 0, kKindRetry);
}

void EventTableWriter::addComment(ByteRange text) {
  if (region_ == Region::kNone) openRegion();
  append(text.start, text.end, kKindComment | kUnwanted);
}

void EventTableWriter::placeText(ByteRange block, ByteRange text, uint32_t units,
                                 uint32_t nonAsciiEnd) {
  const bool joinsUtf16 =
      region_ == Region::kUtf16 && textUnits_ + units <= textStart_ + kUnitsPerRegion;
  if (joinsUtf16) return;
  if (nonAsciiEnd <= block.start) {
    const bool joins = region_ == Region::kAscii && nonAsciiEnd <= textStart_ &&
                       text.start >= textStart_ && text.end - textStart_ <= kRegionBytes;
    if (!joins) {
      openText(Region::kAscii);
      textStart_ = text.start;
    }
    textEnd_ = text.end;
  } else if (openTextBuffer()) {
    openText(Region::kUtf16);
    textStart_ = textEnd_ = textUnits_;
  } else {
    openText(Region::kUtf8);
  }
}

void EventTableWriter::openText(Region encoding) {
  if (region_ != Region::kEmpty) openRegion();
  region_ = encoding;
}

void EventTableWriter::openRegion() {
  closeRegion();
  header_ = words_;
  words_ += kRegionHeaderWords;
  region_ = Region::kEmpty;
  isMoved_ = false;
  textStart_ = textEnd_ = 0;
}

void EventTableWriter::closeRegion() {
  if (region_ == Region::kNone) return;
  Encoding encoding = isMoved_ ? kAsciiMoved : kAscii;
  if (region_ == Region::kUtf16) encoding = kUtf16;
  if (region_ == Region::kUtf8) encoding = kUtf8;
  int32_t* const header = table_ + header_;
  header[kRegionStart] = static_cast<int32_t>(textStart_);
  header[kRegionEnd] = static_cast<int32_t>(textEnd_);
  header[kRegionEncoding] = encoding;
  header[kRegionWords] = static_cast<int32_t>(words_ - header_ - kRegionHeaderWords);
  region_ = Region::kNone;
}

bool EventTableWriter::openTextBuffer() {
  if (text_ == nullptr) {
    text_ = static_cast<char16_t*>(std::malloc((kTextUnits + kUtf16Slack) * sizeof(char16_t)));
  }
  return text_ != nullptr;
}

ByteRange EventTableWriter::toUtf16(ByteRange utf8) {
  const uint32_t start = textUnits_;
  const char16_t* end = utf8ToUtf16(input_ + utf8.start, input_ + utf8.end, text_ + start);
  textEnd_ = textUnits_ = static_cast<uint32_t>(end - text_);
  return {start, textUnits_};
}

void EventTableWriter::append(uint32_t first, uint32_t second, uint32_t meta) {
  int32_t* const record = table_ + words_;
  record[kRecordFirst] = static_cast<int32_t>(first);
  record[kRecordSecond] = static_cast<int32_t>(second);
  record[kRecordMeta] = static_cast<int32_t>(meta);
  words_ += kRecordHeaderWords;
}

void EventTableWriter::appendRange(ByteRange range) {
  table_[words_++] = static_cast<int32_t>(range.start);
  table_[words_++] = static_cast<int32_t>(range.end);
}

}  // namespace eventsource
