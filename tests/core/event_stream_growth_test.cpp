// Time and memory grow with the stream and not faster, however it is cut. Nothing here is timed:
// the tests count what is moved, and trap what is looked at twice. (What is quadratic all the same
// runs into the time limit that tests/CMakeLists.txt sets.)
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>

#include "parse_stream.h"
#include "reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;

namespace {

constexpr size_t kMebi = 1 << 20;

// Every byte may be moved a few times on average: buffers double, and make room at the front.
constexpr uint64_t kMovesPerByte = 4;

std::string repeat(const std::string& text, size_t count) {
  std::string result;
  for (size_t i = 0; i < count; i++) result += text;
  return result;
}

}  // namespace

TEST_CASE("a line of two MiB in pieces of 64 bytes is moved a few times, not for each piece") {
  const std::string data(2 * kMebi, 'x');
  StreamParser parser;
  parser.pushInPieces("data:" + data + "\n\n", 64);
  REQUIRE(parser.observations() == Observations{message(data)});
  REQUIRE(parser.bytesMoved() <= kMovesPerByte * data.size());
}

TEST_CASE("bytes of an unfinished line are not looked at again when more of it comes") {
  // A line feed is written over the first byte of each piece after it was parsed. Who looks again
  // finds it; who does not sees one single line.
  constexpr size_t kPiece = 64;
  constexpr size_t kPieces = 4096;
  for (const char* text : {"x", "\xc3\xa4"}) {
    const std::string piece = repeat(text, kPiece / std::strlen(text));
    EventStreamParser parser(kNoLimit);
    parser.want(0, true);
    const auto push = [&](const std::string& bytes) {
      const auto length = static_cast<uint32_t>(bytes.size());
      uint8_t* const room = parser.reserve(length);
      std::memcpy(room, bytes.data(), length);
      const uint32_t words = parser.parse(length);
      return std::pair(room, words);
    };
    push("data:");
    for (size_t i = 0; i < kPieces; i++) {
      const auto [room, words] = push(piece);
      REQUIRE(words == 0);
      room[0] = '\n';
    }
    const std::vector<std::string> types = {"message"};
    TableReader reader(types);
    reader.read(parser, push("\n\n").second);
    REQUIRE(reader.observations().size() == 1);
    REQUIRE(reader.observations()[0].text.size() >= kPieces * kPiece);
  }
}

TEST_CASE("a comment of two MiB in pieces of 64 bytes, dropped or wanted, is moved a few times") {
  const std::string text(2 * kMebi, 'x');
  for (const bool comments : {false, true}) {
    StreamParser parser({.comments = comments});
    parser.pushInPieces("data:a\nid:1\n:" + text + "\ndata:b\n\n", 64);
    REQUIRE(parser.observations().back() == message("a\nb", "1"));
    REQUIRE(parser.bytesMoved() <= kMovesPerByte * text.size());
  }
}

TEST_CASE("an event of a hundred thousand data lines is joined in linear time, however it is cut") {
  constexpr size_t kLines = 100000;
  const std::string line(50, 'x');
  const std::string stream = repeat("data: " + line + "\r\n", kLines) + "\r\n";
  std::string data = repeat(line + "\n", kLines);
  data.pop_back();
  for (const size_t chunkSize : {size_t{64}, size_t{1400}, size_t{65536}, stream.size()}) {
    StreamParser parser;
    parser.pushInPieces(stream, chunkSize);
    REQUIRE(parser.observations() == Observations{message(data)});
    REQUIRE(parser.bytesMoved() <= kMovesPerByte * stream.size());
    REQUIRE(parser.largestInput() <= 4 * stream.size());
  }
}

TEST_CASE("an event of a hundred thousand lines that are not data costs no more than its bytes") {
  for (const std::string line : {":\n", "id:1\n", "event:x\n", "retry:1\n", "foo\n", "\xff\n"}) {
    const std::string stream = "data:a\n" + repeat(line, 100000) + "data:b\n\n";
    StreamParser parser({.comments = true});
    parser.pushInPieces(stream, 64);
    REQUIRE(parser.observations().back().text == "a\nb");
    REQUIRE(parser.bytesMoved() <= kMovesPerByte * stream.size());
    REQUIRE(parser.largestInput() <= 65536);  // none of these lines is kept
  }
}

TEST_CASE("a large event that waits is not moved for each small one that is part of it") {
  const std::string data(kMebi, 'x');
  const std::string stream = "data:" + data + "\n" + repeat("id:1234567\n", 20000) + "\n";
  StreamParser parser;
  parser.pushInPieces(stream, 32);
  REQUIRE(parser.observations() == Observations{message(data, "1234567")});
  REQUIRE(parser.bytesMoved() <= kMovesPerByte * stream.size());
}

TEST_CASE("a chunk of a hundred thousand events is not moved between its tables") {
  const std::string stream = repeat("data:a\n\n", 100000);
  StreamParser parser;
  parser.push(stream);
  REQUIRE(parser.tables() > 1);
  REQUIRE(parser.bytesMoved() == 0);
}

TEST_CASE("after a large event a parser gives its memory back") {
  StreamParser parser;
  parser.pushInPieces("data:" + std::string(4 * kMebi, 'x') + "\n\n", 65536);
  parser.pushInPieces(repeat("data:a\n\n", 100), 8);
  REQUIRE(parser.parser().inputRoom() < kMebi);
  REQUIRE(parser.observations().size() == 101);
}

TEST_CASE("a large chunk after a large one uses the same memory, or more") {
  StreamParser parser;
  for (const size_t size : {2 * kMebi, kMebi, 3 * kMebi}) {
    const std::string data(size, 'x');
    parser.push("data:" + data + "\n\n");
    REQUIRE(parser.observations().back() == message(data));
    REQUIRE(parser.parser().inputEnd() + parser.parser().inputRoom() < 5 * kMebi);
  }
}

TEST_CASE("there is no room for more than a gibibyte, with or without what is kept") {
  constexpr uint32_t kGibi = 1u << 30;
  StreamParser parser;
  for (const uint32_t length : {kGibi, 0xffffffffu}) {
    REQUIRE(parser.parser().reserve(length) == nullptr);
  }
  parser.push("data:" + std::string(100, 'x'));
  REQUIRE(parser.parser().reserve(kGibi - 100) == nullptr);
  parser.push("\n\n");
  REQUIRE(parser.observations() == Observations{message(std::string(100, 'x'))});
}

TEST_CASE("small events one by one use the same memory again and again") {
  StreamParser parser;
  for (int i = 0; i < 10000; i++) parser.push("id:1\nevent:x\ndata:a\n\n");
  REQUIRE(parser.bytesMoved() == 0);
  REQUIRE(parser.largestInput() == 21);
}
