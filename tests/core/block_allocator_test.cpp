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

// So many bytes of this machine's memory, given out by pages.
class Arena {
 public:
  explicit Arena(size_t bytes)
      : bytes_(bytes), memory_(static_cast<uint8_t*>(std::aligned_alloc(kPageBytes, bytes))) {
    REQUIRE(memory_ != nullptr);
  }
  ~Arena() { std::free(memory_); }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  size_t taken() const { return taken_; }

  // BlockAllocator's Memory.
  struct Memory {
    Arena* arena;
    uint8_t* begin() const { return arena->memory_; }
    uint8_t* reach(uint8_t* end) const {
      const auto needed = static_cast<size_t>(end - arena->memory_);
      if (needed > arena->bytes_) return nullptr;
      arena->taken_ = std::max(arena->taken_, (needed + kPageBytes - 1) / kPageBytes * kPageBytes);
      return arena->memory_ + arena->taken_;
    }
  };

 private:
  static constexpr size_t kPageBytes = 1 << 16;
  size_t bytes_;
  size_t taken_ = 0;
  uint8_t* memory_;
};

using Allocator = BlockAllocator<Arena::Memory>;

constexpr size_t kMebi = 1 << 20;

}  // namespace

TEST_CASE("a block is aligned to 16 bytes") {
  Arena arena(4 * kMebi);
  Allocator allocator({&arena});
  for (const size_t size : {0u, 1u, 16u, 17u, 100u, 4096u, 4097u, 65536u, 65537u, 300000u}) {
    for (int i = 0; i < 3; ++i) {
      void* const block = allocator.allocate(size);
      REQUIRE(block != nullptr);
      CHECK(reinterpret_cast<uintptr_t>(block) % 16 == 0);
    }
  }
}

TEST_CASE("a block takes an eighth more than its bytes at most, and a header") {
  const auto size = GENERATE(32u, 100u, 2048u, 4097u, 33000u, 65536u, 1048576u);
  Arena arena(4 * kMebi);
  Allocator allocator({&arena});
  const size_t blocks = 4 * kMebi * 8 / 9 / (size + 32) - 1;
  for (size_t i = 0; i < blocks; ++i) REQUIRE(allocator.allocate(size) != nullptr);
}

TEST_CASE("without memory there is no block, and what is released can be had again") {
  Arena arena(2 << 16);
  Allocator allocator({&arena});
  CHECK(allocator.allocate(3 << 16) == nullptr);
  CHECK(allocator.allocate(size_t{1} << 30) == nullptr);
  CHECK(arena.taken() == 0);
  void* const small = allocator.allocate(20000);
  void* const large = allocator.allocate(100000);
  REQUIRE(small != nullptr);
  REQUIRE(large != nullptr);
  CHECK(allocator.allocate(20000) == nullptr);
  allocator.release(large);
  CHECK(allocator.allocate(100000) == large);
  allocator.release(large);
  allocator.release(small);
  CHECK(allocator.allocate(110000) == small);
  allocator.release(nullptr);
}

TEST_CASE("sizes that no block has are no memory, however they round") {
  Arena arena(2 << 16);
  Allocator allocator({&arena});
  CHECK(allocator.allocate((size_t{1} << 30) + 1) == nullptr);
  CHECK(allocator.allocate(size_t{1} << 31) == nullptr);
  CHECK(allocator.allocate(0xffffffff) == nullptr);
  CHECK(allocator.allocate(SIZE_MAX) == nullptr);
  CHECK(arena.taken() == 0);
}

TEST_CASE("blocks in use never share a byte, and all that was released is one block again") {
  Arena arena(64 * kMebi);
  Allocator allocator({&arena});
  std::mt19937 random(GENERATE(1u, 2u, 3u));
  const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };

  struct Block {
    uint8_t* bytes;
    size_t size;
    uint8_t mark;
  };
  std::vector<Block> blocks;
  size_t inUse = 0;
  size_t most = 0;
  const auto allocate = [&] {
    const size_t size = below(1u << (1 + below(18)));
    auto* const bytes = static_cast<uint8_t*>(allocator.allocate(size));
    REQUIRE(bytes != nullptr);
    const auto mark = static_cast<uint8_t>(below(256));
    std::memset(bytes, mark, size);
    blocks.push_back({bytes, size, mark});
    inUse += size + 32;
    most = std::max(most, inUse);
  };
  const auto release = [&] {
    std::swap(blocks[below(static_cast<uint32_t>(blocks.size()))], blocks.back());
    const Block block = blocks.back();
    blocks.pop_back();
    REQUIRE(std::all_of(block.bytes, block.bytes + block.size,
                        [&](uint8_t byte) { return byte == block.mark; }));
    allocator.release(block.bytes);
    inUse -= block.size + 32;
  };
  for (int step = 0; step < 4000; ++step) {
    if (blocks.empty() || (blocks.size() < 200 && below(5) < 3)) {
      allocate();
    } else {
      release();
    }
  }
  CHECK(arena.taken() <= 2 * most);
  while (!blocks.empty()) release();
  const size_t taken = arena.taken();
  CHECK(allocator.allocate(taken * 7 / 8 - 64) != nullptr);
  CHECK(arena.taken() == taken);
}

TEST_CASE("what was released in blocks of one size serves any other") {
  const auto first = GENERATE(16u, 1000u, 32768u, 65536u, 262144u, 3000000u);
  const auto second = GENERATE(16u, 1000u, 32768u, 65536u, 262144u, 3000000u);
  Arena arena(4 * kMebi);
  Allocator allocator({&arena});
  for (const size_t size : {first, second}) {
    std::vector<void*> blocks;
    while (void* const block = allocator.allocate(size)) blocks.push_back(block);
    CHECK(blocks.size() >= 4 * kMebi * 8 / 9 / (size + 32) - 1);
    // Every second one first, so that what is released lies between what is not.
    for (const size_t parity : {0u, 1u}) {
      for (size_t i = parity; i < blocks.size(); i += 2) allocator.release(blocks[i]);
    }
  }
}

TEST_CASE("a larger block takes free memory at the end along") {
  Arena arena(4 * kMebi);
  Allocator allocator({&arena});
  allocator.release(allocator.allocate(2 * kMebi));
  REQUIRE(allocator.allocate(3 * kMebi) != nullptr);
  CHECK(arena.taken() < 3 * kMebi + kMebi / 2);
}

}  // namespace eventsource
