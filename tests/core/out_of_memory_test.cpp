// What happens where malloc() fails: no event is lost without kOutOfMemory, and none is made up.
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "event_stream_parser.h"
#include "failing_malloc.h"
#include "read_table.h"
#include "reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;
using namespace std::string_literals;

namespace {

// Needs all buffers: types and ids that come after data, text that is not ASCII, many events.
std::string streamWithEverything() {
  std::string stream;
  for (int i = 0; i < 60; i++) {
    const std::string n = std::to_string(i);
    stream += "data: " + n + "\nevent: type " + std::string(50, 'x') + n + "\nid: " + n + "\n\n";
    stream += "data: \xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80" + n + "\ndata: 2\n\n";
  }
  return stream;
}

struct Result {
  Observations observations;
  bool hasFailed = false;  // and said so
};

// Parses in two pieces; the parser's allocations after the first `successes` fail.
Result parseWithMemoryFor(uint32_t successes, const std::string& stream) {
  std::vector<std::string> types(1, "message");
  EventStreamParser parser(1u << 20);
  parser.want(0, true);
  parser.wantUnknownTypes(true);
  TableReader reader(types);
  Result result;
  for (const std::string_view piece :
       {std::string_view(stream).substr(0, 1000), std::string_view(stream).substr(1000)}) {
    const auto length = static_cast<uint32_t>(piece.size());
    uint8_t* room;
    {
      const FailingMalloc failing(successes);
      room = parser.reserve(length);
    }
    if (room == nullptr) {
      result.hasFailed = true;
      break;
    }
    std::memcpy(room, piece.data(), length);
    uint32_t next = length;
    do {
      uint32_t words;
      {
        const FailingMalloc failing(successes);
        words = parser.parse(next);
      }
      next = 0;
      reader.read(parser, words);
      if (parser.failure() != kNoFailure) {
        REQUIRE(parser.failure() == kOutOfMemory);
        result.hasFailed = true;
        break;
      }
    } while (parser.more());
    if (result.hasFailed) break;
  }
  result.observations = mergeLastEventIds(reader.observations());
  return result;
}

}  // namespace

TEST_CASE(
    "where memory ends, the events before have come, and the parser says why there are no more") {
  const std::string stream = streamWithEverything();
  const Observations all = mergeLastEventIds(parseByTheStandard(stream).observations);
  bool everFailed = false;
  for (uint32_t successes = 0; successes < 12; successes++) {
    INFO("memory for " << successes << " allocations in each call");
    const auto [observations, hasFailed] = parseWithMemoryFor(successes, stream);
    everFailed |= hasFailed;
    Observations expected = all;
    if (hasFailed && observations.size() < all.size()) expected.resize(observations.size());
    REQUIRE(firstDifference(observations, expected).empty());
  }
  REQUIRE(everFailed);
}

TEST_CASE("a type for which there is no memory is not interned") {
  EventStreamParser parser(1u << 20);
  const uint8_t type[] = {'x'};
  for (uint32_t successes = 0; successes < 2; successes++) {
    const FailingMalloc failing(successes);
    const uint32_t index = parser.internType(type, 1);
    REQUIRE((index == kUnknownType) == (successes < 2));
  }
  REQUIRE(parser.internType(type, 1) != kUnknownType);
}

TEST_CASE("without memory for a first table nothing comes, and the parser says why") {
  const std::string stream = "data: 1\n\n";
  EventStreamParser parser(1u << 20);
  parser.want(0, true);
  const auto parse = [&](bool fails) {
    std::memcpy(parser.reserve(9), stream.data(), 9);
    if (!fails) return parser.parse(9);
    const FailingMalloc failing(0);
    return parser.parse(9);
  };
  for (int i = 0; i < 2; i++) {
    REQUIRE(parse(true) == 0);
    REQUIRE(parser.failure() == kOutOfMemory);
    REQUIRE_FALSE(parser.more());
  }
  parser.reset();
  REQUIRE(parser.failure() == kNoFailure);
  REQUIRE(parse(false) != 0);
}

TEST_CASE("without memory for a larger table the events come in more of them") {
  std::string stream;
  Observations expected;
  for (int i = 0; i < 5000; i++) {
    stream += "data: " + std::to_string(i) + "\n\n";
    expected.push_back(message(std::to_string(i)));
  }
  const std::vector<std::string> types(1, "message");
  EventStreamParser parser(1u << 20);
  parser.want(0, true);
  TableReader reader(types);
  auto length = static_cast<uint32_t>(stream.size());
  std::memcpy(parser.reserve(length), stream.data(), length);
  uint32_t tables = 0;
  do {
    uint32_t words;
    {
      const FailingMalloc failing(tables == 0 ? 1 : 0);  // for the first table
      words = parser.parse(length);
    }
    length = 0;
    tables++;
    reader.read(parser, words);
    REQUIRE(parser.failure() == kNoFailure);
  } while (parser.more());
  REQUIRE(reader.observations() == expected);
  REQUIRE(tables > 20);  // twelve and more, had they grown
}
