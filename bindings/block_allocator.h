// The memory behind malloc() in the WebAssembly module. Blocks lie side by side, each behind a
// header that says how long it is and how long the one before it is. A block that is released is
// joined with free neighbours, and one that is too long is split: what was released serves any
// size.
//
// Free blocks are in lists by their length, eight for each power of two. Lengths are rounded up to
// where such a list begins, by an eighth at most, so that the first block of any list from there on
// is long enough: nothing is searched.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace eventsource {

// `Memory` is where the blocks lie, in one piece that grows at its end:
//   uint8_t* begin()               aligned to 16 bytes
//   uint8_t* reach(uint8_t* end)   makes it reach that far; returns where it ends now, aligned to
//                                  16 bytes; null: it cannot
template <class Memory>
class BlockAllocator {
 public:
  static constexpr size_t kLargest = size_t{1} << 30;

  constexpr BlockAllocator() = default;
  constexpr explicit BlockAllocator(Memory memory) : memory_(memory) {}

  // A block of at least `size` bytes, aligned to 16; null: no memory.
  void* allocate(size_t size) {
    if (size > kLargest) return nullptr;
    const uint32_t length = lengthFor(static_cast<uint32_t>(size));
    Block* block;
    while ((block = find(length)) == nullptr) {
      if (!grow(length)) return nullptr;
    }
    unlink(block);
    const uint32_t rest = block->length - length;
    if (rest >= kShortest) {
      block->length = length;
      Block* const second = after(block);
      second->length = rest;
      second->before = length;
      after(second)->before = rest;
      link(second);
    }
    return bytesOf(block);
  }

  // Null is none.
  void release(void* memory) {
    if (memory == nullptr) return;
    Block* block = blockOf(static_cast<uint8_t*>(memory));
    Block* const next = after(block);
    Block* const previous = before(block);
    uint32_t length = block->length;
    if (isFree(next)) {
      length += next->length & ~kFree;
      unlink(next);
    }
    if (isFree(previous)) {
      unlink(previous);
      length += previous->length;
      block = previous;
    }
    block->length = length;
    after(block)->before = length;
    link(block);
  }

 private:
  // The members behind `before` are in the bytes that are the owner's while the block is in use.
  struct Block {
    uint32_t length;  // header and all; kFree is added while it is in a list
    uint32_t before;  // that of the block before it, 0: it is the first
    Block* next;      // in its list
    Block** link;     // what points to it there
  };
  static constexpr uint32_t kHeaderBytes = 8;
  static constexpr uint32_t kFree = 1;
  static constexpr uint32_t kStep = 16;
  static constexpr uint32_t kShortest = (sizeof(Block) + kStep - 1) / kStep * kStep;
  static constexpr uint32_t kListBits = 3;
  static constexpr uint32_t kLists = 32 << kListBits;

  static uint32_t orderOf(uint32_t length) {
    return 31 - static_cast<uint32_t>(__builtin_clz(length));
  }
  static uint32_t roundUp(uint32_t length, uint32_t step) {
    return (length + step - 1) & ~(step - 1);
  }
  static uint32_t lengthFor(uint32_t size) {
    const uint32_t length = roundUp(std::max(size + kHeaderBytes, kShortest), kStep);
    return roundUp(length, 1u << (orderOf(length) - kListBits));
  }
  static uint32_t listOf(uint32_t length) {
    const uint32_t order = orderOf(length);
    return (order << kListBits) + (length >> (order - kListBits)) - (1 << kListBits);
  }
  static uint8_t* bytesOf(Block* block) { return reinterpret_cast<uint8_t*>(block) + kHeaderBytes; }
  static Block* blockOf(uint8_t* bytes) { return reinterpret_cast<Block*>(bytes - kHeaderBytes); }
  static Block* after(Block* block) { return blockOf(bytesOf(block) + block->length); }
  // The first block has itself before it, which is not free where it is asked for.
  static Block* before(Block* block) { return blockOf(bytesOf(block) - block->before); }
  static bool isFree(const Block* block) { return (block->length & kFree) != 0; }

  Block* find(uint32_t length) {
    for (uint32_t list = listOf(length); list < kLists; ++list) {
      if (lists_[list] != nullptr) return lists_[list];
    }
    return nullptr;
  }

  void link(Block* block) {
    Block*& first = lists_[listOf(block->length)];
    block->next = first;
    block->link = &first;
    if (first != nullptr) first->link = &block->next;
    first = block;
    block->length |= kFree;
  }

  void unlink(Block* block) {
    *block->link = block->next;
    if (block->next != nullptr) block->next->link = block->link;
    block->length &= ~kFree;
  }

  // Makes room for a block of so many bytes behind the last one, which it takes along if it is
  // free. A header without a block stands at the end: it gets what is new, as if that had been in
  // use.
  bool grow(uint32_t length) {
    if (end_ == nullptr) {
      end_ = blockOf(memory_.begin() + kStep);
      end_->length = end_->before = 0;
    }
    const Block* const last = before(end_);
    if (isFree(last)) length -= last->length & ~kFree;
    uint8_t* const end = memory_.reach(bytesOf(end_) + length);
    if (end == nullptr) return false;
    Block* const fresh = end_;
    end_ = blockOf(end);
    fresh->length = static_cast<uint32_t>(bytesOf(end_) - bytesOf(fresh));
    end_->length = 0;
    release(bytesOf(fresh));
    return true;
  }

  Memory memory_;
  Block* lists_[kLists] = {};
  Block* end_ = nullptr;  // the header behind the last block
};

}  // namespace eventsource
