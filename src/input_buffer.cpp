#include "input_buffer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace eventsource {

InputBuffer::~InputBuffer() { std::free(bytes_); }

uint32_t InputBuffer::makeRoom(ByteRange** kept, uint32_t count, uint32_t gap, uint32_t needed) {
  uint32_t used = gap;
  for (uint32_t i = 0; i < count; ++i) used += kept[i]->length();
  constexpr uint32_t kMost = (1u << 30) - kSlack;
  if (needed > kMost || used > kMost - needed) return kNoMemory;

  uint8_t* target = bytes_;
  const bool shrinks = used == 0 && isOversized() && needed <= kKept;
  const bool grows = used + (needed > used / 2 ? needed : used / 2) > capacity_;
  uint32_t capacity = capacity_;
  if (shrinks || grows) {
    capacity = std::clamp(used + used / 2 + needed, kSmallest, kMost);
    target = static_cast<uint8_t*>(std::malloc(capacity + kSlack));
    if (target == nullptr) return kNoMemory;
  }
  uint32_t end = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (i + 1 == count) end += gap;
    const uint32_t length = kept[i]->length();
    if (length != 0) std::memmove(target + end, bytes_ + kept[i]->start, length);
    *kept[i] = {end, end + length};
    end += length;
  }
  if (target != bytes_) {
    std::free(bytes_);
    bytes_ = target;
    capacity_ = capacity;
  }
  return end;
}

}  // namespace eventsource
