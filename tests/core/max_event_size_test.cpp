// maxEventSize: what one event may take, and that nothing else counts.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "chunkings.h"
#include "event_size.h"
#include "reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;
using namespace std::string_literals;

namespace {

// Requires that, however it is cut, the stream passes with `limit` and fails with one byte less,
// and that the events before the large one arrive in either case.
void requireExactLimit(std::string_view stream, uint32_t limit, const Observations& before = {}) {
  INFO("stream " << quoted(std::string(stream)));
  REQUIRE(largestEventSize(stream) == limit);
  const Observations all =
      mergeLastEventIds(withoutComments(parseByTheStandard(stream).observations));
  for (size_t chunkSize = 1; chunkSize <= stream.size(); chunkSize++) {
    INFO("in chunks of " << chunkSize << " bytes");
    StreamParser passes({.maxEventSize = limit});
    passes.pushInPieces(stream, chunkSize);
    REQUIRE(passes.parser().failure() == kNoFailure);
    REQUIRE(mergeLastEventIds(passes.observations()) == all);

    StreamParser fails({.maxEventSize = limit - 1});
    fails.pushInPieces(stream, chunkSize);
    REQUIRE(fails.parser().failure() == kEventTooLarge);
    REQUIRE(mergeLastEventIds(fails.observations()) == before);
  }
}

}  // namespace

TEST_CASE("an event of exactly maxEventSize passes, one byte more is too large") {
  // The line `data:` and its value are there together before the line has ended.
  requireExactLimit("data:0123456789\n\n", 15);
  requireExactLimit("data: 0123456789\r\n\r\n", 16);
}

TEST_CASE("the events before a too large one arrive") {
  requireExactLimit("data:a\n\ndata:b\n\nretry:5\ndata:0123456789\n\ndata:c\n\n", 15,
                    {message("a"), message("b"), retry(5)});
}

TEST_CASE("the data lines of an event add up") {
  requireExactLimit("data:0123\ndata:4567\ndata:89\n\n", 4 + 1 + 4 + 7);
  requireExactLimit("data\ndata\ndata\ndata\ndata\ndata\ndata\n\n", 5 + 4);
}

TEST_CASE("ids and types count") {
  requireExactLimit("id:0123\nevent:4567\ndata:8\n\n", 4 + 4 + 6);
  requireExactLimit("data:8\nid:0123\nevent:4567\n\n", 1 + 4 + 10);
  requireExactLimit("id:0123456\nid:0\nid:0\n\n", 7 + 4);
  requireExactLimit("data:8\nid:0123456\nid:0\nid:0\n\n", 1 + 7 + 4);
}

TEST_CASE("the line of a field counts before it has ended, and whether its value is valid or not") {
  requireExactLimit("data:a\n\nretry:00000001\n", 14, {message("a")});
  requireExactLimit("data:a\n\nretry:x0000001\n", 14, {message("a")});
  requireExactLimit("data:a\n\nid:0123456789\0\n\n"s, 14, {message("a")});
  requireExactLimit("data:a\n\ndata:0123456789", 15, {message("a")});
  requireExactLimit("data:a\n\nevent:3456789", 13, {message("a")});
}

TEST_CASE("a field without a colon counts when its line has ended") {
  requireExactLimit("data\n\n", 4);
  requireExactLimit("id:0\nevent\n\n", 1 + 5);
  requireExactLimit("id\n\n", 2);
  REQUIRE(largestEventSize("data") == 0);
  REQUIRE(parseInChunks("data", 1, {.maxEventSize = 1}).empty());
}

TEST_CASE(
    "lines that are no fields pass at any limit and any length, and nothing of them is kept") {
  for (const std::string start : {":", ": comment", "x", "dat", "dataa:", "datax", "data ", "i",
                                  "ids:", "events", "even:", "retry", "retr:", "retryy:",
                                  "\xef\xbb\xbf"
                                  "data:",
                                  "\xe4\xb8\xad", "\x01"}) {
    for (const std::string lineEnd : {"\n", "\r", "\r\n"}) {
      INFO("line " << quoted(start));
      const std::string line = start + std::string(2048, 'c') + lineEnd;
      const std::string stream = "id:1\n\n" + line + "data:a\n" + line + line + "data:b\n" + line +
                                 lineEnd + line + "data:c\n\n" + line;
      for (const size_t chunkSize : {1u, 2u, 3u, 5u, 64u, 65u, 1000u, 4000u, 100000u}) {
        INFO("in chunks of " << chunkSize << " bytes");
        StreamParser parser({.maxEventSize = 8});
        parser.pushInPieces(stream, chunkSize);
        REQUIRE(parser.parser().failure() == kNoFailure);
        REQUIRE(mergeLastEventIds(parser.observations()) ==
                Observations{lastEventId("1"), message("a\nb", "1"), message("c", "1")});
        REQUIRE(parser.largestInput() <= 64 + 4 * chunkSize);
      }
    }
  }
}

TEST_CASE("text that is not ASCII in a dropped line does not reach the events around it") {
  std::string line = ":";
  for (int i = 0; i < 200; i++) line += "\xe4\xb8\xad";
  const std::string stream = "data:a\n\n" + line + "\ndata:b\nid:1\n" + line + "\ndata:c\n\n" +
                             line + "\nid:2\ndata:d\n\n";
  requireAtEveryChunkSize(stream, {message("a"), message("b\nc", "1"), message("d", "2")},
                          {.maxEventSize = 9});
}

TEST_CASE("a wanted comment whose line is larger than maxEventSize is left out") {
  const std::string fits = ":" + std::string(99, 'c');
  const std::string stream =
      fits + "\n" + fits + "c\ndata:a\n" + fits + "\n" + fits + "cc\ndata:b\n\n" + fits + "c";
  const std::string text(99, 'c');
  for (size_t chunkSize = 1; chunkSize <= stream.size(); chunkSize++) {
    StreamParser parser({.maxEventSize = 100, .comments = true});
    parser.pushInPieces(stream, chunkSize);
    REQUIRE(parser.parser().failure() == kNoFailure);
    REQUIRE(parser.observations() == Observations{comment(text), comment(text), message("a\nb")});
  }
}

TEST_CASE("a comment that became wanted in the middle of its line is not delivered in part") {
  StreamParser parser;
  parser.push(":abc");
  parser.parser().wantComments(true);
  parser.push("def\n:ghi\n");
  REQUIRE(parser.observations() == Observations{comment("ghi")});
}

TEST_CASE("a comment of 64 MiB is read in linear time and kept nowhere") {
  const std::string piece(1000, 'c');
  for (const bool comments : {false, true}) {
    StreamParser parser({.maxEventSize = 1024, .comments = comments});
    parser.push("data:a\nid:1\n:");
    for (int i = 0; i < 64 * 1024; i++) parser.push(piece);
    REQUIRE(parser.largestInput() < 8192);
    REQUIRE(parser.bytesMoved() <= 64 * 1024 * 1024);
    parser.push("\ndata:b\n\n");
    REQUIRE(parser.observations() == Observations{message("a\nb", "1")});
  }
}

TEST_CASE("comments and ignored lines do not add up") {
  std::string stream = "data:a\n";
  for (int i = 0; i < 20; i++) stream += ":2345\nx:345\nretry:\nid:\0\n"s;
  requireExactLimit(stream + "data:b\n\n", 1 + 6);
}

TEST_CASE("the events of a stream do not add up") {
  std::string stream;
  Observations expected;
  for (int i = 0; i < 1000; i++) {
    stream += "id:12\ndata:0123456789\n\n";
    expected.push_back(message("0123456789", "12"));
  }
  for (const size_t chunkSize : {size_t{1}, size_t{7}, size_t{64}, stream.size()}) {
    REQUIRE(parseInChunks(stream, chunkSize, {.maxEventSize = 17}) == expected);
  }
}

TEST_CASE("after a too large event nothing more comes") {
  StreamParser parser({.maxEventSize = 10});
  parser.push("data:a\n\ndata:0123456789");
  REQUIRE(parser.parser().failure() == kEventTooLarge);
  parser.push("\n\ndata:b\n\n");
  parser.push("data:c\n\n");
  REQUIRE(parser.parser().failure() == kEventTooLarge);
  REQUIRE(!parser.parser().more());
  REQUIRE(parser.observations() == Observations{message("a")});
}

TEST_CASE("reset() makes a parser usable after a too large event") {
  StreamParser parser({.maxEventSize = 10});
  parser.push("data:0123456789\n\n");
  parser.parser().reset();
  REQUIRE(parser.parser().failure() == kNoFailure);
  parser.push("data:a\n\n");
  REQUIRE(parser.observations() == Observations{message("a")});
  parser.push("data:0123456789");
  REQUIRE(parser.parser().failure() == kEventTooLarge);
}

TEST_CASE("what a parser keeps is bounded by maxEventSize, not by the stream") {
  constexpr uint32_t kLimit = 1000;
  constexpr size_t kChunk = 64;
  for (const std::string endless :
       {":comment without end, line after line\n", "id:1\n", "event:x\n", "foo\n", "retry:1\n",
        "\n", "data:a\n\n", "id:2\n\n", "data:\nid:1234567\n\n",
        "event:\xe4\xb8\xad\ndata:\xe4\xb8\xad\n\n", "x", "\xef\xbb\xbf", ":"}) {
    INFO("again and again " << quoted(endless));
    std::string stream;
    while (stream.size() < 1000000) stream += endless;
    StreamParser parser({.maxEventSize = kLimit, .comments = true});
    parser.pushInPieces(stream, kChunk);
    REQUIRE(parser.parser().failure() == kNoFailure);
    REQUIRE(parser.largestInput() <= 8192 + 8 * (kLimit + kChunk));
  }
  for (const std::string endless : {"data:a\n", "data\n", "data:", "id:", "retry:1"}) {
    INFO("again and again " << quoted(endless));
    std::string stream;
    while (stream.size() < 1000000) stream += endless;
    StreamParser parser({.maxEventSize = kLimit});
    parser.pushInPieces(stream, kChunk);
    REQUIRE(parser.parser().failure() == kEventTooLarge);
    REQUIRE(parser.largestInput() <= 8192 + 8 * (kLimit + kChunk));
  }
}
