// The memory behind malloc() in the WebAssembly module: blocks of powers of two, a list of free
// ones for each power. A page holds blocks of one size, and a table of pages tells which, so that a
// block of 2^n bytes takes 2^n bytes and no more. Blocks are neither split nor joined: the memory
// in use is never more than the sum, over the sizes, of the most that was ever in use of each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace eventsource {

// `Pages` is where memory comes from, in pages of kPageBytes, numbered by their addresses:
//   uint32_t take(uint32_t count)       the number of the first of so many fresh pages in a row;
//                                       0, which is no page's number, when there are none
//   uint8_t* at(uint32_t page)          where a page is
//   uint32_t pageOf(const void* block)  the page that a block starts in
template <class Pages>
class BlockAllocator {
 public:
  static constexpr uint32_t kPageBytes = 1 << 16;
  static constexpr uint32_t kMostPages = 1 << 15;  // 2 GiB
  static constexpr size_t kLargest = size_t{1} << 30;

  constexpr BlockAllocator() = default;
  constexpr explicit BlockAllocator(Pages pages) : pages_(pages) {}

  // A block of at least `size` bytes, aligned to its own size up to a page's; null: no memory.
  void* allocate(size_t size) {
    if (size > kLargest) return nullptr;
    const uint32_t order = orderOf(static_cast<uint32_t>(size));
    if (FreeBlock* const block = free_[order]) {
      free_[order] = block->next;
      return block;
    }
    if (order >= kPageOrder) return takePages(1u << (order - kPageOrder), order);
    uint8_t* block = fresh_[order];
    if (reinterpret_cast<uintptr_t>(block) % kPageBytes == 0) {  // the page is used up, or none yet
      block = takePages(1, order);
      if (block == nullptr) return nullptr;
    }
    fresh_[order] = block + (1u << order);
    return block;
  }

  // The block will be the next of its size. Null is none.
  void release(void* memory) {
    if (memory == nullptr) return;
    auto* const block = static_cast<FreeBlock*>(memory);
    const uint32_t order = orders_[pages_.pageOf(memory)];
    block->next = free_[order];
    free_[order] = block;
  }

 private:
  struct FreeBlock {
    FreeBlock* next;
  };
  static constexpr uint32_t kSmallestOrder = 4;
  static constexpr uint32_t kPageOrder = 16;
  static constexpr uint32_t kOrders = 31;

  // The power of two that `size` bytes fit in.
  static uint32_t orderOf(uint32_t size) {
    if (size <= 1u << kSmallestOrder) return kSmallestOrder;
    return 32 - static_cast<uint32_t>(__builtin_clz(size - 1));
  }

  uint8_t* takePages(uint32_t count, uint32_t order) {
    const uint32_t page = pages_.take(count);
    if (page == 0) return nullptr;
    orders_[page] = static_cast<uint8_t>(order);
    return pages_.at(page);
  }

  Pages pages_;
  FreeBlock* free_[kOrders] = {};
  uint8_t* fresh_[kPageOrder] = {};  // the next block that was never used, of those below a page
  uint8_t orders_[kMostPages] = {};  // of each block's first page
};

}  // namespace eventsource
