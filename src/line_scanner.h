// Finds the line ends and the non-ASCII bytes of an event stream, 64 bytes at a time.
#pragma once

#include <cstdint>

namespace eventsource {

inline constexpr uint32_t kBlockBytes = 64;

// Bit i speaks of byte i of a block.
struct BlockMasks {
  uint64_t lineEnds;  // each CR, and each LF that does not follow one in the block
  uint64_t nonAscii;  // 0x80 or more
};

// Steps from `scan` to the first block that may have either; returns where it is, and sets `masks`.
// From `end` on where there is none.
//
// A block is read whole, also where the stream ends inside it: the caller owns kBlockBytes readable
// bytes from the block's start and masks off what is behind the end.
uint32_t findBlock(const uint8_t* input, uint32_t scan, uint32_t end, BlockMasks& masks);

}  // namespace eventsource
