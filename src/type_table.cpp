#include "type_table.h"

#include <cstdlib>
#include <cstring>

namespace eventsource {
namespace {

constexpr char kMessage[] = "message";

bool isMessage(const uint8_t* type, uint32_t length) {
  return length == 7 && std::memcmp(type, kMessage, 7) == 0;
}

// FNV-1a, with a last mix because the slots use the low bits.
uint32_t hashOf(const uint8_t* bytes, uint32_t length) {
  uint32_t hash = 2166136261u;
  for (uint32_t i = 0; i < length; ++i) hash = (hash ^ bytes[i]) * 16777619u;
  return hash ^ hash >> 15;
}

}  // namespace

TypeTable::~TypeTable() {
  for (uint32_t i = 1; i < count_; ++i) std::free(types_[i].bytes);
  std::free(types_);
  std::free(slots_);
}

bool TypeTable::is(uint32_t index, const uint8_t* type, uint32_t length) const {
  const Type& known = types_[index];
  return known.length == length && std::memcmp(known.bytes, type, length) == 0;
}

uint32_t TypeTable::find(const uint8_t* type, uint32_t length) {
  if (last_ != 0 && is(last_, type, length)) return last_;
  if (isMessage(type, length)) return 0;
  if (capacity_ == 0) return kUnknownType;
  const uint32_t mask = capacity_ * 2 - 1;
  const uint32_t hash = hashOf(type, length);
  for (uint32_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const uint32_t index = slots_[slot];
    if (types_[index].hash == hash && is(index, type, length)) return last_ = index;
  }
  return kUnknownType;
}

uint32_t TypeTable::intern(const uint8_t* type, uint32_t length) {
  const uint32_t known = find(type, length);
  if (known != kUnknownType) return known;
  if (count_ >= kUnknownType || (count_ >= capacity_ && !grow())) return kUnknownType;
  auto* bytes = static_cast<uint8_t*>(std::malloc(length + 1));  // never malloc(0)
  if (bytes == nullptr) return kUnknownType;
  std::memcpy(bytes, type, length);
  const uint32_t hash = hashOf(bytes, length);
  types_[count_] = {bytes, length, hash, true};
  const uint32_t mask = capacity_ * 2 - 1;
  uint32_t slot = hash & mask;
  while (slots_[slot] != 0) slot = (slot + 1) & mask;
  slots_[slot] = count_;
  return count_++;
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
  auto* slots = static_cast<uint32_t*>(std::calloc(capacity * 2, sizeof(uint32_t)));
  if (types == nullptr || slots == nullptr) {
    std::free(types);
    std::free(slots);
    return false;
  }
  const uint32_t mask = capacity * 2 - 1;
  for (uint32_t i = 1; i < count_; ++i) {
    types[i] = types_[i];
    uint32_t slot = types[i].hash & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    slots[slot] = i;
  }
  std::free(types_);
  std::free(slots_);
  types_ = types;
  slots_ = slots;
  capacity_ = capacity;
  return true;
}

}  // namespace eventsource
