#include "../../bindings/block_allocator.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <vector>

namespace eventsource {
namespace {

constexpr uint32_t kPageBytes = 1 << 16;

// So many pages of this machine's memory.
class Arena {
 public:
  explicit Arena(uint32_t pages)
      : pages_(pages),
        memory_(static_cast<uint8_t*>(std::aligned_alloc(kPageBytes, size_t{pages} * kPageBytes))) {
    REQUIRE(memory_ != nullptr);
  }
  ~Arena() { std::free(memory_); }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  uint32_t taken() const { return taken_; }

  // BlockAllocator's Pages; numbers start at 1.
  struct Pages {
    Arena* arena;
    uint32_t take(uint32_t count) {
      if (count > arena->pages_ - arena->taken_) return 0;
      arena->taken_ += count;
      return arena->taken_ - count + 1;
    }
    uint8_t* at(uint32_t page) const { return arena->memory_ + (page - 1) * kPageBytes; }
    uint32_t pageOf(const void* block) const {
      const auto offset = static_cast<const uint8_t*>(block) - arena->memory_;
      return static_cast<uint32_t>(offset) / kPageBytes + 1;
    }
  };

 private:
  uint32_t pages_;
  uint32_t taken_ = 0;
  uint8_t* memory_;
};

using Allocator = BlockAllocator<Arena::Pages>;

size_t powerOfTwoFor(size_t size) {
  size_t power = 16;
  while (power < size) power *= 2;
  return power;
}

TEST_CASE("a block is aligned to its own size, up to a page's") {
  Arena arena(64);
  Allocator allocator({&arena});
  for (const size_t size : {1u, 16u, 17u, 100u, 4096u, 4097u, 65536u, 65537u, 300000u}) {
    for (int i = 0; i < 3; ++i) {
      auto* const block = static_cast<uint8_t*>(allocator.allocate(size));
      REQUIRE(block != nullptr);
      const size_t alignment = std::min<size_t>(powerOfTwoFor(size), kPageBytes);
      CHECK(reinterpret_cast<uintptr_t>(block) % alignment == 0);
    }
  }
}

TEST_CASE("a block of a power of two takes that much memory and no more") {
  const auto size = GENERATE(16u, 2048u, 4096u, 32768u, 65536u, 1048576u);
  Arena arena(64);
  Allocator allocator({&arena});
  const uint32_t blocks = 64 * kPageBytes / size;
  for (uint32_t i = 0; i < blocks; ++i) REQUIRE(allocator.allocate(size) != nullptr);
  CHECK(allocator.allocate(size) == nullptr);
}

TEST_CASE("a released block is the next of its size") {
  Arena arena(64);
  Allocator allocator({&arena});
  for (const size_t size : {16u, 1000u, 65536u, 200000u}) {
    void* const first = allocator.allocate(size);
    void* const second = allocator.allocate(size);
    REQUIRE(first != second);
    allocator.release(first);
    CHECK(allocator.allocate(size) == first);
    allocator.release(second);
    CHECK(allocator.allocate(powerOfTwoFor(size)) == second);
  }
  allocator.release(nullptr);
}

TEST_CASE("without memory the answer is null, and what is released can be had again") {
  Arena arena(2);
  Allocator allocator({&arena});
  CHECK(allocator.allocate(3 * kPageBytes) == nullptr);
  CHECK(allocator.allocate(size_t{1} << 30) == nullptr);
  void* const small = allocator.allocate(20000);
  void* const page = allocator.allocate(kPageBytes);
  REQUIRE(small != nullptr);
  REQUIRE(page != nullptr);
  CHECK(allocator.allocate(kPageBytes) == nullptr);
  CHECK(allocator.allocate(16) == nullptr);
  CHECK(allocator.allocate(20000) != nullptr);  // on the same page as the first
  CHECK(allocator.allocate(20000) == nullptr);
  allocator.release(page);
  CHECK(allocator.allocate(kPageBytes) == page);
}

TEST_CASE("sizes that no block has are no memory, however they round") {
  Arena arena(2);
  Allocator allocator({&arena});
  CHECK(allocator.allocate((size_t{1} << 30) + 1) == nullptr);
  CHECK(allocator.allocate(size_t{1} << 31) == nullptr);
  CHECK(allocator.allocate(0xffffffff) == nullptr);
  CHECK(allocator.allocate(SIZE_MAX) == nullptr);
  CHECK(arena.taken() == 0);
}

TEST_CASE("blocks in use never share a byte, and memory is bounded by the most that was in use") {
  Arena arena(512);
  Allocator allocator({&arena});
  std::mt19937 random(GENERATE(1u, 2u, 3u));
  const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };

  struct Block {
    uint8_t* bytes;
    size_t size;
    uint8_t mark;
  };
  std::vector<Block> blocks;
  std::map<size_t, std::array<uint32_t, 2>> inUse;  // by size: now, at most
  for (int step = 0; step < 4000; ++step) {
    if (blocks.size() < 200 && below(5) < 3) {
      const size_t size = 1 + below(1u << (1 + below(18)));
      auto* const bytes = static_cast<uint8_t*>(allocator.allocate(size));
      REQUIRE(bytes != nullptr);
      const auto mark = static_cast<uint8_t>(below(256));
      std::memset(bytes, mark, size);
      blocks.push_back({bytes, size, mark});
      auto& [now, most] = inUse[powerOfTwoFor(size)];
      most = std::max(most, ++now);
    } else if (!blocks.empty()) {
      std::swap(blocks[below(static_cast<uint32_t>(blocks.size()))], blocks.back());
      const Block block = blocks.back();
      blocks.pop_back();
      REQUIRE(std::all_of(block.bytes, block.bytes + block.size,
                          [&](uint8_t byte) { return byte == block.mark; }));
      allocator.release(block.bytes);
      --inUse[powerOfTwoFor(block.size)][0];
    }
  }
  size_t bound = 0;
  for (const auto& [size, counts] : inUse)
    bound += (counts[1] * size + kPageBytes - 1) / kPageBytes;
  CHECK(arena.taken() <= bound);
}

}  // namespace
}  // namespace eventsource
