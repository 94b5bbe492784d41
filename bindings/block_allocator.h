// The memory behind malloc() in the WebAssembly module: blocks of powers of two. From a page
// upwards a block is a run of pages, split off a larger run and joined with its other half when it
// is released (a buddy allocator). Smaller blocks share a page with others of their size, which is
// given back with its last block. So what was released serves any size.
#pragma once

#include <cstddef>
#include <cstdint>

namespace eventsource {

// `Pages` is where memory comes from, in pages of kPageBytes, numbered by their addresses:
//   uint32_t end()                      one past the last page in hand, never 0
//   bool grow(uint32_t count)           so many more there; false when there are none
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
    if (order >= kPageOrder) {
      const uint32_t page = takeRun(order);
      return page == 0 ? nullptr : pages_.at(page);
    }
    uint32_t page = lists_[order];
    if (page == 0) {
      page = takeRun(kPageOrder);
      if (page == 0) return nullptr;
      info_[page] = {.order = static_cast<uint8_t>(order)};
      link(page, order);
    }
    PageInfo& info = info_[page];
    uint8_t* const bytes = pages_.at(page);
    uint8_t* block;
    if (info.released != 0) {
      block = bytes + info.released - 1;
      info.released = *reinterpret_cast<uint16_t*>(block);
    } else {
      block = bytes + (uint32_t{info.carved} << order);
      ++info.carved;
    }
    if (++info.used == kPageBytes >> order) unlink(page, order);
    return block;
  }

  // Null is none.
  void release(void* memory) {
    if (memory == nullptr) return;
    const uint32_t page = pages_.pageOf(memory);
    PageInfo& info = info_[page];
    const uint32_t order = info.order;
    if (order >= kPageOrder) return giveRun(page, order);
    if (info.used == kPageBytes >> order) link(page, order);
    if (--info.used == 0) {
      unlink(page, order);
      return giveRun(page, kPageOrder);
    }
    *static_cast<uint16_t*>(memory) = info.released;
    info.released = static_cast<uint16_t>(static_cast<uint8_t*>(memory) - pages_.at(page) + 1);
  }

 private:
  static constexpr uint32_t kSmallestOrder = 4;
  static constexpr uint32_t kPageOrder = 16;
  static constexpr uint32_t kOrders = 31;

  // Of the first page of each run.
  struct PageInfo {
    uint8_t order = 0;  // of the run, or below kPageOrder of the blocks in the page
    bool isFree = false;
    uint16_t used = 0;    // blocks of the page
    uint16_t carved = 0;  // blocks that were ever used, all before those that were not
    uint16_t released =
        0;  // 1 + offset of the first that was released, which begins with the next's
    uint16_t previous = 0;  // in its list
    uint16_t next = 0;
  };

  // The power of two that `size` bytes fit in.
  static uint32_t orderOf(uint32_t size) {
    if (size <= 1u << kSmallestOrder) return kSmallestOrder;
    return 32 - static_cast<uint32_t>(__builtin_clz(size - 1));
  }

  void link(uint32_t page, uint32_t order) {
    const uint32_t next = lists_[order];
    info_[page].previous = 0;
    info_[page].next = static_cast<uint16_t>(next);
    info_[next].previous = static_cast<uint16_t>(page);  // page 0 is none: written, never read
    lists_[order] = static_cast<uint16_t>(page);
  }

  void unlink(uint32_t page, uint32_t order) {
    const PageInfo& info = info_[page];
    if (lists_[order] == page) {
      lists_[order] = info.next;
    } else {
      info_[info.previous].next = info.next;
    }
    info_[info.next].previous = info.previous;
  }

  // A run of 2^order bytes; 0: no memory.
  uint32_t takeRun(uint32_t order) {
    uint32_t from = order;
    while (lists_[from] == 0) {
      if (++from == kOrders) {
        if (!growBy(order)) return 0;
        from = order;
      }
    }
    const uint32_t page = lists_[from];
    unlink(page, from);
    while (from > order) {
      --from;
      addRun(page + (1u << (from - kPageOrder)), from);
    }
    info_[page].order = static_cast<uint8_t>(order);
    info_[page].isFree = false;
    return page;
  }

  void addRun(uint32_t page, uint32_t order) {
    info_[page].order = static_cast<uint8_t>(order);
    info_[page].isFree = true;
    link(page, order);
  }

  // Joins the run with its other half as long as that is free and whole.
  void giveRun(uint32_t page, uint32_t order) {
    for (; order + 1 < kOrders; ++order) {
      const uint32_t half = page ^ (1u << (order - kPageOrder));
      if (half >= kMostPages || !info_[half].isFree || info_[half].order != order) break;
      unlink(half, order);
      info_[half].isFree = false;
      page &= half;
    }
    addRun(page, order);
  }

  // Gets so many pages that there is a free run of 2^order bytes. A run begins at a multiple of its
  // length: where pages are free up to the end, only those that lack.
  bool growBy(uint32_t order) {
    const uint32_t count = 1u << (order - kPageOrder);
    const uint32_t end = pages_.end();
    uint32_t start = end & ~(count - 1);
    for (uint32_t page = start; page < end; page += 1u << (info_[page].order - kPageOrder)) {
      if (info_[page].isFree) continue;
      start += count;
      break;
    }
    if (start + count > kMostPages || !pages_.grow(start + count - end)) return false;
    for (uint32_t page = end; page < start + count; ++page) giveRun(page, kPageOrder);
    return true;
  }

  Pages pages_;
  uint16_t lists_[kOrders] =
      {};  // the first page with a free block, or run, of each order; 0: none
  PageInfo info_[kMostPages] = {};
};

}  // namespace eventsource
