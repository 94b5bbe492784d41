// What must hold for the connection machine whatever happens, checked on random sequences of
// inputs.
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <random>
#include <vector>

#include "connection_walk.h"

using namespace eventsource::testing;

TEST_CASE("no sequence of inputs leaves the graph of states or asks for an impossible delay",
          "[random]") {
  for (uint64_t seed = 1; seed <= 20000; seed++) {
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::vector<uint8_t> bytes(random() % 400);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
    REQUIRE_NOTHROW(walkConnection(bytes.data(), bytes.size()));
  }
}
