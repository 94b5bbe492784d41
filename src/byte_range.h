#pragma once

#include <cstdint>

namespace eventsource {

// Bytes [start, end) of some buffer.
struct ByteRange {
  uint32_t start = 0;
  uint32_t end = 0;
  uint32_t length() const { return end - start; }
};

}  // namespace eventsource
