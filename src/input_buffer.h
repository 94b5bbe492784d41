// The bytes of a stream that are still needed: those of the unfinished event and of the chunk at
// hand.
#pragma once

#include <cstdint>

#include "byte_range.h"

namespace eventsource {

class InputBuffer {
 public:
  // Readable bytes behind the last one of the stream, for loads that are wider than what is left.
  static constexpr uint32_t kSlack = 64;

  InputBuffer() = default;
  ~InputBuffer();
  InputBuffer(const InputBuffer&) = delete;
  InputBuffer& operator=(const InputBuffer&) = delete;

  uint8_t* bytes() const { return bytes_; }
  uint32_t capacity() const { return capacity_; }
  // Made so large by one event or chunk that makeRoom() gives it back once nothing is kept.
  bool isOversized() const { return capacity_ > kKept; }

  // Makes room for `needed` bytes and moves the `kept` ranges, which are in ascending order and do
  // not overlap, to the front, leaving `gap` bytes before the last of them; each range is changed
  // to where it went. Returns where the last one ends. When there is no memory nothing changes and
  // the answer is kNoMemory.
  //
  // The time for a stream stays linear: bytes are moved only when half as many new ones have come
  // since the last time, or the buffer grows by half. It has no more than one and a half times the
  // bytes kept and those needed, or kSmallest.
  uint32_t makeRoom(ByteRange** kept, uint32_t count, uint32_t gap, uint32_t needed);
  static constexpr uint32_t kNoMemory = 0xffffffff;

 private:
  static constexpr uint32_t kKept = 1 << 19;
  static constexpr uint32_t kSmallest = 1 << 12;

  uint8_t* bytes_ = nullptr;
  uint32_t capacity_ = 0;  // without the slack
};

}  // namespace eventsource
