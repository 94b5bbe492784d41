// The line scanner against a loop over the bytes.
#include "line_scanner.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <random>
#include <vector>

using namespace eventsource;

namespace {

// Where a byte by byte search finds something, from a block's start on.
BlockMasks byteByByte(const uint8_t* block) {
  BlockMasks masks{};
  for (uint32_t i = 0; i < kBlockBytes; i++) {
    const uint64_t bit = uint64_t{1} << i;
    const bool followsReturn = i > 0 && block[i - 1] == '\r';
    if (block[i] == '\r' || (block[i] == '\n' && !followsReturn)) masks.lineEnds |= bit;
    if (block[i] >= 0x80) masks.nonAscii |= bit;
  }
  return masks;
}

}  // namespace

TEST_CASE("no line end and no non-ASCII byte is passed over") {
  std::mt19937 random(5);
  for (int run = 0; run < 20000; run++) {
    const auto end = static_cast<uint32_t>(random() % 400);
    std::vector<uint8_t> input(end + kBlockBytes, 'a');
    for (auto rare = random() % 4; rare > 0; rare--) {
      constexpr uint8_t kBytes[] = {'\n', '\r', 0x80, 0xFF, '\t', 0};
      const size_t place = random() % input.size();
      input[place] = kBytes[random() % sizeof kBytes];
      if (place + 1 < input.size() && input[place] == '\r') input[place + 1] = '\n';
    }
    auto expected = static_cast<uint32_t>(random() % (end + 1));
    BlockMasks masks;
    const uint32_t found = findBlock(input.data(), expected, end, masks);
    // It may stop at a block with another control character, whose masks say that there is nothing.
    for (; expected < found; expected += kBlockBytes) {
      const auto [lineEnds, nonAscii] = byteByByte(input.data() + expected);
      if ((lineEnds | nonAscii) != 0) FAIL("run " << run << ": passed over " << expected);
    }
    REQUIRE(found == expected);
    if (found >= end) continue;
    const auto [lineEnds, nonAscii] = byteByByte(input.data() + found);
    REQUIRE(masks.lineEnds == lineEnds);
    REQUIRE(masks.nonAscii == nonAscii);
  }
}
