#include "../../bindings/block_allocator.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdlib>
#include <cstring>
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

  // BlockAllocator's Pages. Runs begin at multiples of their length: one of any length may be
  // first.
  static constexpr uint32_t kFirst = 1 << 10;
  struct Pages {
    Arena* arena;
    uint32_t end() const { return kFirst + arena->taken_; }
    bool grow(uint32_t count) {
      if (count > arena->pages_ - arena->taken_) return false;
      arena->taken_ += count;
      return true;
    }
    uint8_t* at(uint32_t page) const { return arena->memory_ + (page - kFirst) * kPageBytes; }
    uint32_t pageOf(const void* block) const {
      const auto offset = static_cast<const uint8_t*>(block) - arena->memory_;
      return static_cast<uint32_t>(offset) / kPageBytes + kFirst;
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

TEST_CASE("blocks in use never share a byte, and all that was released is one again") {
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
  const auto allocate = [&] {
    const size_t size = 1 + below(1u << (1 + below(18)));
    auto* const bytes = static_cast<uint8_t*>(allocator.allocate(size));
    REQUIRE(bytes != nullptr);
    const auto mark = static_cast<uint8_t>(below(256));
    std::memset(bytes, mark, size);
    blocks.push_back({bytes, size, mark});
  };
  const auto release = [&] {
    std::swap(blocks[below(static_cast<uint32_t>(blocks.size()))], blocks.back());
    const Block block = blocks.back();
    blocks.pop_back();
    REQUIRE(std::all_of(block.bytes, block.bytes + block.size,
                        [&](uint8_t byte) { return byte == block.mark; }));
    allocator.release(block.bytes);
  };
  size_t most = 0;  // bytes in use, as powers of two
  for (int step = 0; step < 4000; ++step) {
    if (blocks.size() < 200 && below(5) < 3) {
      allocate();
    } else if (!blocks.empty()) {
      release();
    }
    size_t inUse = 0;
    for (const Block& block : blocks) inUse += powerOfTwoFor(block.size);
    most = std::max(most, inUse);
  }
  CHECK(arena.taken() * kPageBytes <= 3 * most);
  while (!blocks.empty()) release();
  size_t largest = kPageBytes;
  while (largest * 2 <= arena.taken() * kPageBytes) largest *= 2;
  const uint32_t taken = arena.taken();
  CHECK(allocator.allocate(largest) != nullptr);
  CHECK(arena.taken() == taken);
}

TEST_CASE("what was released in blocks of one size serves any other") {
  const auto first = GENERATE(16u, 1024u, 32768u, 65536u, 262144u, 4194304u);
  const auto second = GENERATE(16u, 1024u, 32768u, 65536u, 262144u, 4194304u);
  Arena arena(64);
  Allocator allocator({&arena});
  for (const size_t size : {first, second}) {
    std::vector<void*> blocks;
    for (uint32_t i = 0; i < 64 * kPageBytes / size; ++i) {
      blocks.push_back(allocator.allocate(size));
      REQUIRE(blocks.back() != nullptr);
    }
    CHECK(allocator.allocate(16) == nullptr);
    for (void* block : blocks) allocator.release(block);
  }
}

TEST_CASE("a larger block takes the free pages before it along") {
  Arena arena(64);
  Allocator allocator({&arena});
  allocator.release(allocator.allocate(32 * kPageBytes));
  REQUIRE(allocator.allocate(64 * kPageBytes) != nullptr);
  CHECK(arena.taken() == 64);
}

}  // namespace
}  // namespace eventsource
