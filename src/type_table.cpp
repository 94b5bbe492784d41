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
  return static_cast<uint32_t>((hash * 0x9E3779B97F4A7C15) >> 32);
}

}  // namespace

TypeTable::~TypeTable() {
  for (uint32_t i = 1; i < count_; ++i) std::free(types_[i].bytes);
  std::free(types_);
  std::free(slots_);
}

bool TypeTable::is(uint32_t index, uint64_t head, const uint8_t* type, uint32_t length) const {
  const Type& known = types_[index];
  return known.head == head && known.length == length &&
         (length <= kHeadBytes ||
          std::memcmp(known.bytes + kHeadBytes, type + kHeadBytes, length - kHeadBytes) == 0);
}

uint32_t TypeTable::find(const uint8_t* type, uint32_t length) {
  const uint64_t head = headOf(type, length);
  if (last_ != 0 && is(last_, head, type, length)) return last_;
  if (head == kMessage && length == 7) return 0;
  if (capacity_ == 0) return kUnknownType;
  const uint32_t mask = capacity_ * 2 - 1;
  uint32_t slot = hashOf(head, type, length) & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (is(slots_[slot], head, type, length)) return last_ = slots_[slot];
  }
  return kUnknownType;
}

uint32_t TypeTable::intern(const uint8_t* type, uint32_t length) {
  auto* bytes = static_cast<uint8_t*>(std::malloc(length + kHeadBytes));
  if (bytes == nullptr) return kUnknownType;
  std::memcpy(bytes, type, length);
  std::memset(bytes + length, 0, kHeadBytes);
  uint32_t index = find(bytes, length);
  if (index == kUnknownType && count_ < kUnknownType && (count_ < capacity_ || grow())) {
    index = count_++;
    types_[index] = {headOf(bytes, length), bytes, length, true};
    putInSlot(index);
  } else {
    std::free(bytes);
  }
  return index;
}

void TypeTable::putInSlot(uint32_t index) {
  const Type& type = types_[index];
  const uint32_t mask = capacity_ * 2 - 1;
  uint32_t slot = hashOf(type.head, type.bytes, type.length) & mask;
  while (slots_[slot] != 0) slot = (slot + 1) & mask;
  slots_[slot] = index;
}

void TypeTable::want(uint32_t index, bool wanted) {
  if (index == 0) {
    messageWanted_ = wanted;
  } else if (index < count_) {
    types_[index].wanted = wanted;
  }
}

bool TypeTable::grow() {
  const uint32_t capacity = capacity_ == 0 ? 16 : capacity_ * 2;
  auto* types = static_cast<Type*>(std::malloc(capacity * sizeof(Type)));
  auto* slots = static_cast<uint32_t*>(std::calloc(size_t{capacity} * 2, sizeof(uint32_t)));
  if (types == nullptr || slots == nullptr) {
    std::free(types);
    std::free(slots);
    return false;
  }
  for (uint32_t i = 1; i < count_; ++i) types[i] = types_[i];
  std::free(types_);
  std::free(slots_);
  types_ = types;
  slots_ = slots;
  capacity_ = capacity;
  for (uint32_t i = 1; i < count_; ++i) putInSlot(i);
  return true;
}

}  // namespace eventsource
