// The forms of the line scanner against each other and against a loop over the bytes.
#include "line_scanner.h"

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

using namespace eventsource;

namespace {

struct Masks {
  uint64_t lineFeeds = 0;
  uint64_t carriageReturns = 0;
  uint64_t nonAscii = 0;
  bool operator==(const Masks&) const = default;
};

Masks byteByByte(const uint8_t* bytes) {
  Masks masks;
  for (uint32_t i = 0; i < kBlockBytes; i++) {
    const uint64_t bit = uint64_t{1} << i;
    if (bytes[i] == '\n') masks.lineFeeds |= bit;
    if (bytes[i] == '\r') masks.carriageReturns |= bit;
    if (bytes[i] >= 0x80) masks.nonAscii |= bit;
  }
  return masks;
}

// isPlain() may be false for other control characters, too; never true where there is something.
template <class Block>
bool isRight(const uint8_t* bytes) {
  const Masks expected = byteByByte(bytes);
  const Block block(bytes);
  if (Masks{block.lineFeeds(), block.carriageReturns(), block.nonAscii()} != expected) return false;
  if (expected != Masks()) return !block.isPlain();
  for (uint32_t i = 0; i < kBlockBytes; i++) {
    if (bytes[i] < 0x20) return true;
  }
  return block.isPlain();
}

}  // namespace

// LineScannerBlock is the form for this target: SSE2 on x86-64.
TEMPLATE_TEST_CASE("a block tells where the line ends and non-ASCII bytes are", "", ScalarBlock,
                   LineScannerBlock) {
  SECTION("for every byte at every place, on every background") {
    uint8_t bytes[kBlockBytes];
    for (const int background :
         {0x00, 0x0d, 0x0a, 0x0e, 0x20, 0x61, 0x7f, 0x80, 0x8a, 0x8d, 0xff}) {
      for (uint32_t place = 0; place < kBlockBytes; place++) {
        for (uint32_t byte = 0; byte < 256; byte++) {
          std::memset(bytes, background, sizeof bytes);
          bytes[place] = static_cast<uint8_t>(byte);
          if (!isRight<TestType>(bytes))
            FAIL("byte " << byte << " at " << place << " among " << background);
        }
      }
    }
  }
  SECTION("for every pair of neighbours") {
    uint8_t bytes[kBlockBytes];
    for (uint32_t pair = 0; pair < 65536; pair++) {
      const uint32_t place = pair % (kBlockBytes - 1);
      std::memset(bytes, 'x', sizeof bytes);
      bytes[place] = static_cast<uint8_t>(pair);
      bytes[place + 1] = static_cast<uint8_t>(pair >> 8);
      if (!isRight<TestType>(bytes)) FAIL("pair " << pair << " at " << place);
    }
  }
  SECTION("at every alignment, reading no byte beyond the block") {
    std::mt19937 random(3);
    for (int run = 0; run < 20000; run++) {
      const size_t offset = random() % 64;
      std::vector<uint8_t> buffer(offset + kBlockBytes);  // ends where the block ends
      const auto density = random() % 30 + 1;
      for (uint8_t& byte : buffer) {
        const auto kind = random() % density;
        byte = 'a';
        if (kind == 0) byte = static_cast<uint8_t>(random());
        if (kind == 1) byte = random() % 2 == 0 ? '\r' : '\n';
      }
      if (!isRight<TestType>(buffer.data() + offset)) FAIL("run " << run);
    }
  }
}
