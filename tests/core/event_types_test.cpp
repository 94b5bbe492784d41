// Interned event types: which events are wanted, and under which index they come.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chunkings.h"
#include "reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;
using namespace std::string_literals;

namespace {

uint32_t intern(EventStreamParser& parser, const std::string& type) {
  return parser.internType(reinterpret_cast<const uint8_t*>(type.data()),
                           static_cast<uint32_t>(type.size()));
}

}  // namespace

TEST_CASE("message is type 0") {
  EventStreamParser parser(kNoLimit);
  REQUIRE(intern(parser, "message") == 0);
}

TEST_CASE("the same type always has the same index, another type another") {
  EventStreamParser parser(kNoLimit);
  const uint32_t a = intern(parser, "a");
  const uint32_t b = intern(parser, "b");
  REQUIRE(a != b);
  REQUIRE(a != 0);
  REQUIRE(intern(parser, "a") == a);
  REQUIRE(intern(parser, "b") == b);
  const uint32_t nul = intern(parser, "a\0"s);
  REQUIRE(nul != a);
  REQUIRE(intern(parser, "a\0"s) == nul);
}

TEST_CASE("plain messages are not wanted before someone wants them") {
  EventStreamParser parser(kNoLimit);
  const std::vector<std::string> types = {"message"};
  TableReader reader(types);
  const std::string stream = "data:a\n\n";
  const auto push = [&] {
    std::copy(stream.begin(), stream.end(), parser.reserve(8));
    reader.read(parser, parser.parse(8));
  };
  push();
  parser.want(0, true);
  push();
  parser.want(0, false);
  push();
  REQUIRE(reader.observations() == Observations{message("a"), message("a"), message("a")});
  REQUIRE(reader.unwanted() == std::vector<bool>{true, false, true});
}

TEST_CASE("wanted, unwanted and unknown types all arrive whole at every chunk size") {
  const std::string stream =
      "event:x\ndata:1\n\nevent:y\ndata:2\nid:7\n\nevent:z\ndata:3\n\ndata:4\n\nevent:yy\ndata:5\n"
      "data:6\n\nevent:a-type-longer-than-eight-bytes\ndata:7\n\nevent:a-type-longer-than-eight-"
      "bits\n"
      "id:8\ndata:8\n\n";
  const Observations expected = {event("x", "1"),
                                 event("y", "2", "7"),
                                 event("z", "3", "7"),
                                 message("4", "7"),
                                 event("yy", "5\n6", "7"),
                                 event("a-type-longer-than-eight-bytes", "7", "7"),
                                 event("a-type-longer-than-eight-bits", "8", "8")};
  const std::vector<std::string> types = {"x", "y", "a-type-longer-than-eight-bytes"};
  for (const bool message : {true, false}) {
    for (const bool unknownTypes : {true, false}) {
      const ParserSetup setup{.types = types, .message = message, .unknownTypes = unknownTypes};
      requireAtEveryChunkSize(stream, expected, setup);

      StreamParser parser(setup);
      parser.parser().want(parser.internType("y"), false);
      parser.push(stream);
      REQUIRE(parser.observations() == expected);
      REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, true, !unknownTypes, !message,
                                                              !unknownTypes, false, !unknownTypes});
    }
  }
}

TEST_CASE("a type may be interned, wanted and unwanted between chunks") {
  StreamParser parser({.unknownTypes = false});
  parser.push("event:x\ndata:1\n\nevent:x\n");
  const uint32_t x = parser.internType("x");
  parser.push("data:2\n\nevent:x\ndata:3\n\n");
  parser.parser().want(x, false);
  parser.push("event:x\ndata:4\n\n");
  parser.parser().want(x, true);
  parser.push("event:x\ndata:5\n\n");
  REQUIRE(parser.observations() == Observations{event("x", "1"), event("x", "2"), event("x", "3"),
                                                event("x", "4"), event("x", "5")});
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{true, false, false, true, false});
}

namespace {

// What the table says of a stream when something happens after `place` bytes of it.
struct Change {
  std::string_view stream;
  ParserSetup setup;
  void (*happen)(StreamParser&);

  std::pair<Observations, std::vector<bool>> at(size_t place, size_t chunkSize) const {
    StreamParser parser(setup);
    parser.pushInPieces(stream.substr(0, place), chunkSize);
    happen(parser);
    parser.pushInPieces(stream.substr(place), chunkSize);
    return {parser.observations(), parser.reader().unwanted()};
  }

  // An event is wanted by what has been said when its blank line comes: `ends[i]` bytes of the
  // stream tell how the i-th event ends.
  void requireToCountAtDispatch(const std::vector<size_t>& ends, bool wantedAfter) const {
    const Observations expected = withoutComments(parseByTheStandard(stream).observations);
    REQUIRE(expected.size() == ends.size());
    for (size_t place = 0; place <= stream.size(); place++) {
      std::vector<bool> unwanted;
      for (const size_t end : ends) unwanted.push_back((end > place) != wantedAfter);
      for (const size_t chunkSize : {size_t{1}, size_t{2}, size_t{7}, stream.size()}) {
        INFO("after byte " << place << ", in chunks of " << chunkSize << " bytes");
        const auto [observations, marks] = at(place, chunkSize);
        REQUIRE(observations == expected);
        REQUIRE(marks == unwanted);
      }
    }
  }
};

// Where each "!" in the text stands, and the text without them.
std::pair<std::string, std::vector<size_t>> withoutMarks(std::string_view marked) {
  std::pair<std::string, std::vector<size_t>> result;
  for (const char c : marked) {
    if (c == '!') {
      result.second.push_back(result.first.size());
    } else {
      result.first += c;
    }
  }
  return result;
}

// Types before and after data, twice in one block, behind joined lines, and in all line ends.
const std::string kTypedEvents =
    "event:x\ndata:1\n\n!data:2\nevent: x\n\n!event:y\nevent:x\ndata:3\n\n!id:4\r\ndata:4\r\n"
    "event:x\r\ndata:44\r\n\r!\nevent:x\rdata:5\rid:a-longer-id\r\r!event:x\ndata\n:c\n\n!";

}  // namespace

TEST_CASE("a type interned between any two bytes counts for the events that end after them") {
  const auto [stream, ends] = withoutMarks(kTypedEvents);
  const Change change{
      stream, {.unknownTypes = false}, [](StreamParser& parser) { parser.internType("x"); }};
  change.requireToCountAtDispatch(ends, true);
}

TEST_CASE("a long type interned between any two bytes counts for the events that end after them") {
  const auto [stream, ends] = withoutMarks(
      "data:1\nevent:a-type-longer-than-eight-bytes\n\n!"
      "event:a-type-longer-than-eight-bytes\ndata:2\n\n!");
  const Change change{stream, {.unknownTypes = false}, [](StreamParser& parser) {
                        parser.internType("another");
                        parser.internType("a-type-longer-than-eight-bytes");
                      }};
  change.requireToCountAtDispatch(ends, true);
}

TEST_CASE("want() and wantUnknownTypes() between any two bytes count at the blank line") {
  const auto [stream, ends] = withoutMarks(kTypedEvents);
  const Change on{stream, {.unknownTypes = false}, [](StreamParser& parser) {
                    parser.parser().wantUnknownTypes(true);
                  }};
  on.requireToCountAtDispatch(ends, true);
  const Change off{stream, {.unknownTypes = true}, [](StreamParser& parser) {
                     parser.parser().wantUnknownTypes(false);
                   }};
  off.requireToCountAtDispatch(ends, false);
  const Change unwant{stream, {.types = {"x"}}, [](StreamParser& parser) {
                        parser.parser().want(parser.internType("x"), false);
                      }};
  unwant.requireToCountAtDispatch(ends, false);
}

TEST_CASE("interned types that are not ASCII are found") {
  const std::string chinese = "\xe4\xb8\xad\xe6\x96\x87";
  const std::string emoji = "\xf0\x9f\x98\x80";
  const ParserSetup setup{.types = {chinese, emoji}, .unknownTypes = false};
  const std::string stream =
      "event:" + chinese + "\ndata:a\n\nevent:" + emoji + "\ndata:" + chinese + "\n\n";
  const Observations expected = {event(chinese, "a"), event(emoji, chinese)};
  requireAtEveryChunkSize(stream, expected, setup);
  StreamParser parser(setup);
  parser.push(stream);
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, false});
}

TEST_CASE("ten thousand types keep their names apart") {
  StreamParser parser({.unknownTypes = false});
  std::string stream;
  Observations expected;
  for (int i = 0; i < 10000; i++) {
    const std::string type = "type-" + std::to_string(i);
    if (i % 2 == 0) parser.internType(type);
    stream += "event:" + type + "\ndata:" + std::to_string(i) + "\n\n";
    expected.push_back(event(type, std::to_string(i)));
  }
  parser.pushInPieces(stream, 4096);
  REQUIRE(parser.observations() == expected);
  for (size_t i = 0; i < expected.size(); i++)
    REQUIRE(parser.reader().unwanted()[i] == (i % 2 == 1));
}

TEST_CASE("types whose hashes are the same keep their names apart") {
  // Under FNV-1a with 32 bits these pairs collide.
  StreamParser parser({.types = {"costarring", "macallums"}, .unknownTypes = false});
  parser.push("event:liquid\ndata:1\n\nevent:declinate\ndata:2\n\n");
  parser.internType("liquid");
  parser.push("event:liquid\ndata:3\n\nevent:costarring\ndata:4\n\n");
  REQUIRE(parser.observations() == Observations{event("liquid", "1"), event("declinate", "2"),
                                                event("liquid", "3"), event("costarring", "4")});
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{true, true, false, false});
}

TEST_CASE("a type of any length may be interned") {
  for (const size_t length : {1u, 7u, 8u, 9u, 63u, 64u, 65u, 1000u, 100000u}) {
    const std::string type(length, 'x');
    StreamParser parser({.types = {type}, .unknownTypes = false});
    parser.push("event:" + type + "\ndata:a\n\nevent:" + type + "y\ndata:b\n\n");
    REQUIRE(parser.observations() == Observations{event(type, "a"), event(type + "y", "b")});
    REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, true});
  }
}
