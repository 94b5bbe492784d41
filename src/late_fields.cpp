#include "late_fields.h"

#include <cstdlib>
#include <cstring>

namespace eventsource {

LateField::~LateField() { std::free(bytes_); }

bool LateField::set(const uint8_t* value, uint32_t length) {
  if (bytes_ == nullptr || length > capacity_) {
    uint32_t capacity = 64;
    while (capacity < length) capacity *= 2;
    auto* bytes = static_cast<uint8_t*>(std::malloc(capacity));
    if (bytes == nullptr) return false;
    std::free(bytes_);
    bytes_ = bytes;
    capacity_ = capacity;
  }
  std::memcpy(bytes_, value, length);
  length_ = length;
  isSet_ = true;
  return true;
}

}  // namespace eventsource
