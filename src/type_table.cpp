#include "type_table.h"

#include <cstdlib>
#include <cstring>

namespace eventsource {
namespace {

// The first eight bytes of a type as a number, zeros behind its end: for most types all there is.
uint64_t headOf(const uint8_t* type, uint32_t length) {
  uint64_t head;
  std::memcpy(&head, type, sizeof head);
  return length >= sizeof head ? head : head & ((uint64_t{1} << (8 * length)) - 1);
}

constexpr uint64_t kMessage = 0x6567617373656d;  // "message"

uint32_t hashOf(uint64_t head, const uint8_t* type, uint32_t length) {
  uint64_t hash = head ^ length;
  for (uint32_t i = TypeTable::kHeadBytes; i < length; ++i) hash = hash * 31 + type[i];
  // Twice, for the upper bytes of the head to reach the lower bits of the result.
  constexpr uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;
  hash *= kGoldenRatio;
  return static_cast<uint32_t>(((hash ^ hash >> 32) * kGoldenRatio) >> 32);
}

}  // namespace

TypeTable::~TypeTable() {
  for (uint32_t i = 1; i < count_; ++i) std::free(types_[i].bytes);
  std::free(types_);
}

bool TypeTable::is(uint32_t index, uint64_t head, const uint8_t* type, uint32_t length) const {
  const Type& known = types_[index];
  return known.head == head && known.length == length &&
         (length <= kHeadBytes ||
          std::memcmp(known.bytes + kHeadBytes, type + kHeadBytes, length - kHeadBytes) == 0);
}

uint32_t TypeTable::find(const uint8_t* type, uint32_t length) {
  const uint64_t head = headOf(type, length);
  if (last_ != 0 && is(last_, head, type, length)) {
    types_[last_].table = table_;
    return last_;
  }
  if (head == kMessage && length == 7) return 0;
  if (capacity_ == 0) return kUnknownType;
  uint32_t index = slots_[hashOf(head, type, length) & (capacity_ - 1)];
  for (; index != 0; index = types_[index].nextInSlot) {
    if (!is(index, head, type, length)) continue;
    types_[index].table = table_;
    last_ = index;
    return index;
  }
  return kUnknownType;
}

uint32_t TypeTable::intern(const uint8_t* type, uint32_t length) {
  auto* bytes = static_cast<uint8_t*>(std::malloc(length + kHeadBytes));
  if (bytes == nullptr) return kUnknownType;
  std::memcpy(bytes, type, length);
  std::memset(bytes + length, 0, kHeadBytes);
  uint32_t index = find(bytes, length);
  if (index == kUnknownType && (index = takeIndex()) != kUnknownType) {
    types_[index] = {headOf(bytes, length), bytes, length, 0, 0, 0, State::kKnown, true};
    putInSlot(index);
    ++revision_;
    return index;
  }
  std::free(bytes);
  if (!isKnown(index) && index != kUnknownType) {
    types_[index].state = State::kKnownAgain;
    types_[index].wanted = true;
  }
  return index;
}

uint32_t TypeTable::takeIndex() {
  if (free_ != 0) {
    const uint32_t index = free_;
    free_ = types_[index].next;
    return index;
  }
  if (count_ == kUnknownType || (count_ >= capacity_ && !grow())) return kUnknownType;
  return count_++;
}

void TypeTable::forget(uint32_t index) {
  if (index == 0 || index >= count_) return;
  Type& type = types_[index];
  if (type.state == State::kFree || type.state == State::kForgotten) return;
  if (type.state == State::kKnown) {
    if (type.table != table_) return release(index);
    type.next = pending_;
    pending_ = index;
  }
  type.state = State::kForgotten;
  type.wanted = false;
}

void TypeTable::release(uint32_t index) {
  takeFromSlot(index);
  Type& type = types_[index];
  std::free(type.bytes);
  type.bytes = nullptr;
  type.state = State::kFree;
  type.next = free_;
  free_ = index;
  if (last_ == index) last_ = 0;
}

void TypeTable::releasePending() {
  uint32_t index = pending_;
  pending_ = 0;
  while (index != 0) {
    Type& type = types_[index];
    const uint32_t next = type.next;
    if (type.state == State::kKnownAgain) {
      type.state = State::kKnown;
    } else if (type.table == table_) {
      type.next = pending_;
      pending_ = index;
    } else {
      release(index);
    }
    index = next;
  }
}

uint32_t& TypeTable::slotOf(const Type& type) {
  return slots_[hashOf(type.head, type.bytes, type.length) & (capacity_ - 1)];
}

void TypeTable::putInSlot(uint32_t index) {
  Type& type = types_[index];
  uint32_t& slot = slotOf(type);
  type.nextInSlot = slot;
  slot = index;
}

void TypeTable::takeFromSlot(uint32_t index) {
  const Type& type = types_[index];
  uint32_t* link = &slotOf(type);
  while (*link != index) link = &types_[*link].nextInSlot;
  *link = type.nextInSlot;
}

void TypeTable::want(uint32_t index, bool wanted) {
  if (index == 0) {
    messageWanted_ = wanted;
  } else if (index < count_ && types_[index].state != State::kForgotten) {
    types_[index].wanted = wanted;
  }
}

bool TypeTable::grow() {
  const uint32_t capacity = capacity_ == 0 ? 16 : capacity_ * 2;
  auto* const types = static_cast<Type*>(std::calloc(capacity, sizeof(Type) + sizeof(uint32_t)));
  if (types == nullptr) return false;
  for (uint32_t i = 1; i < count_; ++i) types[i] = types_[i];
  std::free(types_);
  types_ = types;
  slots_ = reinterpret_cast<uint32_t*>(types + capacity);
  capacity_ = capacity;
  for (uint32_t i = 1; i < count_; ++i) putInSlot(i);
  return true;
}

}  // namespace eventsource
