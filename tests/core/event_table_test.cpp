// The event table: what the TableReader checks at every read, and what it cannot see by itself.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "chunkings.h"
#include "reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;

namespace {

const std::string kChinese = "\xe4\xb8\xad\xe6\x96\x87";

std::string repeat(const std::string& text, size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (size_t i = 0; i < count; i++) result += text;
  return result;
}

void requireSameAsReference(const std::string& stream, const ParserSetup& setup = {}) {
  Observations expected = parseByTheStandard(stream).observations;
  if (!setup.comments) expected = withoutComments(std::move(expected));
  for (const size_t chunkSize : {size_t{0}, size_t{1400}, size_t{65536}}) {
    INFO("in chunks of " << chunkSize << " bytes");
    REQUIRE(firstDifference(parseInChunks(stream, chunkSize, setup), expected) == "");
  }
}

}  // namespace

TEST_CASE("a chunk of a hundred thousand tiny events comes in several tables") {
  const std::string stream = repeat("data:a\n\n", 100000);
  StreamParser parser;
  parser.push(stream);
  REQUIRE(parser.tables() > 1);
  REQUIRE(parser.observations() == Observations(100000, message("a")));
  REQUIRE(!parser.parser().more());
  parser.push("data:b\n\n");
  REQUIRE(parser.observations().size() == 100001);
}

TEST_CASE("tables that overflow lose nothing, whatever their records are") {
  const ParserSetup setup{.types = {"x"}, .message = true, .unknownTypes = true, .comments = true};
  for (const std::string block :
       {"data\n\n", "data:\r\r", "id:1\ndata\n\nid\ndata\n\n", "event:x\nid:1\ndata\n\n",
        "event:y\nid:1\ndata\n\n", ":\n", "retry:1\n", "retry:1\n:c\nid:1\n\nid:2\n\ndata\n\n",
        "data:\xe4\xb8\xad\n\n", "event:\xe4\xb8\xad\nid:\xe4\xb8\xad\ndata:\xff\n\ndata:a\n\n"}) {
    INFO("block " << quoted(block));
    std::string stream;
    while (stream.size() < 400000) stream += block;
    const ReferenceResult reference = parseByTheStandard(stream);
    StreamParser parser(setup);
    parser.push(stream);
    REQUIRE(parser.tables() > 1);
    REQUIRE(firstDifference(mergeLastEventIds(parser.observations()),
                            mergeLastEventIds(reference.observations)) == "");
    REQUIRE(parser.reader().lastEventId() == reference.lastEventId);
  }
}

TEST_CASE("a table takes no record for which it has no room, wherever it fills up") {
  // Each of the later events begins a region of its own, and has an id and an unknown type: as many
  // words as an event can have. The first ones shift the place where the table ends.
  const std::string fields = "id:1\nevent:y\ndata:";
  const std::string pair = fields + std::string(1100, 'x') + "\n\n" + fields + "a\n\n";
  for (size_t before = 0; before < 12; before++) {
    requireSameAsReference(repeat("data:a\n\n", before) + repeat(pair, 60));
  }
}

TEST_CASE("a table that overflows inside a block keeps the block's fields") {
  for (size_t comments = 1000; comments < 20000; comments += 997) {
    const std::string stream = "id:1\nevent:x\ndata:a\n" + repeat(":\nretry:1\n", comments) +
                               "data:\xe4\xb8\xad\nid:2\n\ndata:b\r\n\r\n";
    StreamParser parser({.comments = true});
    parser.push(stream);
    REQUIRE(firstDifference(parser.observations(), parseByTheStandard(stream).observations) == "");
  }
}

TEST_CASE("interning and wanting types between the tables of one chunk takes effect in the next") {
  const std::string chunk = repeat("event:x\ndata:a\n\n", 100000);
  EventStreamParser parser(kNoLimit);
  std::vector<std::string> types = {"message", "x"};
  TableReader reader(types);
  const auto length = static_cast<uint32_t>(chunk.size());
  std::copy(chunk.begin(), chunk.end(), parser.reserve(length));
  uint32_t words = parser.parse(length);
  reader.read(parser, words);
  const size_t first = reader.observations().size();
  REQUIRE(parser.more());
  REQUIRE(parser.internType(reinterpret_cast<const uint8_t*>("x"), 1) == 1);
  while (parser.more()) {
    words = parser.parse(0);
    reader.read(parser, words);
  }
  REQUIRE(reader.observations() == Observations(100000, event("x", "a")));
  for (size_t i = 0; i < 100000; i++) REQUIRE(reader.unwanted()[i] == (i < first));
}

TEST_CASE("ASCII events are decoded together") {
  StreamParser parser;
  parser.push(repeat("data:abcdefgh\n\n", 100));
  REQUIRE(parser.reader().encodings() == std::vector<int32_t>{kAscii});
}

TEST_CASE("small events that are not ASCII come as UTF-16 and are decoded together") {
  StreamParser parser;
  parser.push(repeat("data:" + kChinese + "\n\n", 100));
  REQUIRE(parser.observations() == Observations(100, message(kChinese)));
  REQUIRE(parser.reader().encodings() == std::vector<int32_t>{kUtf16});
}

TEST_CASE("regions stay within their bound for ASCII, other and mixed text") {
  for (const size_t size :
       {1u, 20u, 100u, 500u, 1000u, 1023u, 1024u, 1025u, 5000u, 8191u, 8192u, 8193u, 20000u}) {
    const std::string ascii = "data:" + std::string(size, 'x') + "\n\n";
    const std::string chinese = "data:" + repeat(kChinese, size / 6 + 1) + "\n\n";
    requireSameAsReference(repeat(ascii, 40));
    requireSameAsReference(repeat(chinese, 40));
    requireSameAsReference(repeat(ascii + chinese + ascii, 20));
  }
}

TEST_CASE("text that no event needs does not make a region larger than its bound") {
  for (const std::string& ignored :
       {":" + std::string(9000, 'c') + "\n", "foo:" + std::string(20000, 'c') + "\n",
        repeat(":comment\n", 2000), repeat("\n", 9000), ":" + repeat(kChinese, 3000) + "\n"}) {
    requireSameAsReference("data:a\n\n" + ignored + "data:b\n\n" + ignored + "data:c\n\n");
    requireSameAsReference("id:1\n" + ignored + "data:b\n\nid:2\ndata:x\n" + ignored +
                           "event:y\n\n");
    requireSameAsReference("data:a\n" + ignored + "data:b\n" + ignored + "id:c\n\ndata:d\n\n");
    requireSameAsReference("event:x\n" + ignored + "id:1\n" + ignored + "data:" + kChinese +
                           "\n\n");
  }
}

TEST_CASE("an event may have a large id or type") {
  const std::string large(30000, 'x');
  requireSameAsReference("id:" + large + "\ndata:a\n\ndata:b\n\nevent:" + large +
                         "\ndata:c\n\ndata:d\n\n");
  requireSameAsReference("data:a\nid:" + large + "\nevent:" + large + "\ndata:b\n\ndata:c\n\n");
}

TEST_CASE("an unwanted event in a run of wanted ones does not break the run") {
  StreamParser parser({.types = {"x"}, .unknownTypes = false});
  parser.push(repeat("data:a\n\nevent:y\ndata:b\n\nevent:x\ndata:c\n\n", 40));
  REQUIRE(parser.observations().size() == 120);
  REQUIRE(parser.reader().encodings() == std::vector<int32_t>{kAscii});
}

TEST_CASE("an unwanted event that is not ASCII is in no region of ASCII text") {
  StreamParser parser({.unknownTypes = false});
  parser.push("data:a\n\nevent:y\ndata:\xc3\xa4\n\ndata:c\n\n");
  REQUIRE(parser.observations() ==
          Observations{message("a"), event("y", "\xc3\xa4"), message("c")});
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, true, false});
  REQUIRE(parser.reader().encodings() == std::vector<int32_t>{kAscii, kAscii});
}

TEST_CASE("comments arrive in their own places when they are wanted") {
  requireAtEveryChunkSize(
      ":a\n: b\n:  c\n:\n: \ndata:1\n:d\ndata:2\n\n:e\r:f\r\n:::\n",
      {comment("a"), comment("b"), comment(" c"), comment(""), comment(""), comment("d"),
       message("1\n2"), comment("e"), comment("f"), comment("::")},
      {.comments = true});
  requireAtEveryChunkSize(":" + kChinese + "\n:\xff\ndata:a\n\n",
                          {comment(kChinese), comment("\xef\xbf\xbd"), message("a")},
                          {.comments = true});
}

TEST_CASE("a comment between the data lines of one event keeps its text") {
  requireAtEveryChunkSize(
      "data:1\n: first comment\ndata:longer than the comment\n: second comment\ndata:the "
      "end\n:c\n\n",
      {comment("first comment"), comment("second comment"), comment("c"),
       message("1\nlonger than the comment\nthe end")},
      {.comments = true});
}

TEST_CASE("a comment does not arrive before its line has ended") {
  StreamParser parser({.comments = true});
  parser.push(":abc");
  REQUIRE(parser.observations().empty());
  parser.push("def\r");
  REQUIRE(parser.observations() == Observations{comment("abcdef")});
}
