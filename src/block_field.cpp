#include "block_field.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace eventsource {

BlockField::~BlockField() { std::free(aside_); }

bool BlockField::setAside(const uint8_t* value, uint32_t length) {
  clear();
  if (aside_ == nullptr || length > capacity_) {
    std::free(aside_);
    capacity_ = 0;
    const uint32_t capacity = std::max(length, kSmallest);
    aside_ = static_cast<uint8_t*>(std::malloc(capacity));
    if (aside_ == nullptr) return false;
    capacity_ = capacity;
  }
  if (length != 0) std::memcpy(aside_, value, length);
  place_ = Place::kAside;
  range_ = {0, length};
  return true;
}

uint32_t BlockField::moveToInput(uint8_t* input, uint32_t end) {
  if (!isAside()) return end;
  const uint32_t length = range_.length();
  std::memcpy(input + end, aside_, length);
  setInInput({end, end + length});
  if (capacity_ > kKept) {
    std::free(aside_);
    aside_ = nullptr;
  }
  return end + length;
}

}  // namespace eventsource
