// Types that nobody listens to any more: they are unknown again, and their indices are used again,
// but never while an event may still come under them.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>
#include <vector>

#include "chunkings.h"
#include "random_stream.h"
#include "reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;

TEST_CASE("events of a forgotten type are those of an unknown one") {
  for (const bool unknownTypes : {true, false}) {
    StreamParser parser({.types = {"x", "y"}, .unknownTypes = unknownTypes});
    parser.push("event:x\ndata:1\n\nevent:y\ndata:2\n\n");
    parser.parser().forgetType(parser.internType("x"));
    parser.push("event:x\ndata:3\n\nevent:y\ndata:4\n\n");
    REQUIRE(parser.observations() ==
            Observations{event("x", "1"), event("y", "2"), event("x", "3"), event("y", "4")});
    REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, false, !unknownTypes, false});
  }
}

TEST_CASE("the index of a forgotten type that no event has come under is used again at once") {
  StreamParser parser;
  const uint32_t first = parser.internType("type");
  for (int i = 0; i < 1000; i++) {
    parser.parser().forgetType(first);
    REQUIRE(parser.internType("type-" + std::to_string(i)) == first);
  }
}

TEST_CASE("an index is not used again while an event of the table at hand has it") {
  StreamParser parser({.types = {"x"}});
  parser.push("event:x\ndata:1\n\n");
  const uint32_t x = parser.internType("x");
  parser.parser().forgetType(x);
  const uint32_t y = parser.internType("y");
  REQUIRE(y != x);
  parser.push("event:x\ndata:2\n\nevent:y\ndata:3\n\n");
  REQUIRE(parser.internType("z") == x);
  parser.push("event:x\ndata:4\n\nevent:z\ndata:5\n\n");
  REQUIRE(parser.observations() == Observations{event("x", "1"), event("x", "2"), event("y", "3"),
                                                event("x", "4"), event("z", "5")});
}

TEST_CASE("a type forgotten between any two bytes of its event does not come as another") {
  const std::string stream = "event:x\ndata:1\nid:2\n\ndata:3\nevent:x\ndata:4\n\n";
  const Observations expected = parseByTheStandard(stream).observations;
  for (size_t place = 0; place <= stream.size(); place++) {
    INFO("after byte " << place);
    StreamParser parser({.types = {"x"}, .unknownTypes = true});
    parser.pushInPieces(std::string_view(stream).substr(0, place), 1);
    parser.parser().forgetType(parser.internType("x"));
    parser.internType("y");
    parser.internType("z");
    parser.pushInPieces(std::string_view(stream).substr(place), 1);
    REQUIRE(parser.observations() == expected);
    REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, false});
  }
}

TEST_CASE("a type that is interned again before its index was free keeps it") {
  StreamParser parser({.types = {"x"}, .unknownTypes = false});
  parser.push("event:x\ndata:1\n\n");
  const uint32_t x = parser.internType("x");
  for (int i = 0; i < 3; i++) {
    parser.parser().forgetType(x);
    REQUIRE(parser.internType("x") == x);
  }
  for (int i = 2; i < 5; i++) parser.push("event:x\ndata:" + std::to_string(i) + "\n\n");
  REQUIRE(parser.observations() ==
          Observations{event("x", "1"), event("x", "2"), event("x", "3"), event("x", "4")});
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, false, false, false});
  REQUIRE(parser.internType("y") != x);
}

TEST_CASE("what is said of an index that is nobody's changes nothing") {
  StreamParser parser({.unknownTypes = false});
  const uint32_t x = parser.internType("x");
  parser.parser().forgetType(x);
  parser.parser().forgetType(x);
  parser.parser().want(x, true);
  parser.parser().forgetType(x + 1);
  parser.parser().forgetType(kUnknownType);
  parser.parser().forgetType(0);
  REQUIRE(parser.internType("message") == 0);
  parser.parser().want(x + 1, true);
  parser.parser().want(kUnknownType, true);
  REQUIRE(parser.internType("y") == x);
  REQUIRE(parser.internType("z") == x + 1);
  parser.push("data:1\n\nevent:x\ndata:2\n\nevent:y\ndata:3\n\n");
  REQUIRE(parser.observations() == Observations{message("1"), event("x", "2"), event("y", "3")});
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, true, false});
}

TEST_CASE("what is said of a type that is forgotten, and not free yet, changes nothing") {
  StreamParser parser({.types = {"x", "y"}, .unknownTypes = false});
  const uint32_t x = parser.internType("x");
  parser.push("event:y\ndata:1\n\nevent:x\ndata:2\n\n");
  for (int i = 0; i < 2; i++) parser.parser().forgetType(x);
  parser.parser().want(x, true);
  parser.push("event:x\ndata:3\n\nevent:y\ndata:4\n\n");
  REQUIRE(parser.observations() ==
          Observations{event("y", "1"), event("x", "2"), event("x", "3"), event("y", "4")});
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, false, true, false});
  parser.push("data:5\n\n");
  REQUIRE(parser.internType("z") == x);
  REQUIRE(parser.internType("w") != x);  // it was freed once
}

TEST_CASE("a hundred thousand types, known one at a time, take one or two indices") {
  StreamParser parser({.unknownTypes = false});
  for (int i = 0; i < 100000; i++) {
    const std::string type = "result-of-request-" + std::to_string(i);
    const uint32_t index = parser.internType(type);
    REQUIRE(index <= 2);
    if (i % 3 == 0) parser.push("event:" + type + "\ndata:a\n\n");
    parser.parser().forgetType(index);
  }
  REQUIRE(parser.observations().size() == 33334);
}

TEST_CASE("types interned, forgotten and interned again at random keep their names", "[random]") {
  for (uint64_t seed = 1; seed <= 300; seed++) {
    INFO("seed " << seed);
    RandomStream random(seed);
    const size_t kinds = 1 + random.below(60);
    StreamParser parser({.unknownTypes = false});
    std::map<std::string, uint32_t> known;
    Observations expected;
    std::vector<bool> unwanted;
    for (int step = 0; step < 300; step++) {
      const std::string type =
          std::string(random.below(12), 'x') + std::to_string(random.below(kinds));
      switch (random.below(3)) {
        case 0:
          known[type] = parser.internType(type);
          break;
        case 1:
          if (!known.contains(type)) break;
          parser.parser().forgetType(known[type]);
          known.erase(type);
          break;
        default:
          for (size_t events = 1 + random.below(3); events > 0; events--) {
            parser.pushInPieces("event:" + type + "\ndata:a\n\n", 1 + random.below(20));
            expected.push_back(event(type, "a"));
            unwanted.push_back(!known.contains(type));
          }
      }
    }
    REQUIRE(parser.observations() == expected);
    REQUIRE(parser.reader().unwanted() == unwanted);
  }
}
