// The life of a parser: chunks, the end of a stream, the next stream, other parsers beside it.
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>
#include <vector>

#include "chunkings.h"
#include "reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;
using namespace std::string_literals;

TEST_CASE("an empty stream has no events") {
  StreamParser parser;
  REQUIRE(parser.observations().empty());
  REQUIRE(parser.parser().parse(0) == 0);
  REQUIRE(!parser.parser().more());
  REQUIRE(parser.parser().failure() == kNoFailure);
}

TEST_CASE("chunks without bytes change nothing") {
  StreamParser parser;
  for (const char* chunk :
       {"", "da", "", "ta:a\r", "", "\n", "", "\r", "", "\ndata:b\n", "", "\n"}) {
    parser.push(chunk);
  }
  REQUIRE(parser.observations() == Observations{message("a"), message("b")});
}

TEST_CASE("more room may be reserved than is used") {
  StreamParser parser;
  parser.push("data:a");
  REQUIRE(parser.parser().reserve(100000) != nullptr);
  parser.push("b\n\n");
  REQUIRE(parser.observations() == Observations{message("ab")});
}

TEST_CASE("an event cut off by the end of the stream is discarded") {
  requireAtEveryChunkSize("data:a\n\ndata:b\n", {message("a")});
  requireAtEveryChunkSize("data:a\n\ndata:b", {message("a")});
  requireAtEveryChunkSize("data:a\r\n", {});
  requireAtEveryChunkSize("data", {});
}

TEST_CASE("an event cut off by the end of the stream loses its id, too") {
  requireAtEveryChunkSize("id:1\ndata:a\n\nid:2\ndata:b\n", {message("a", "1")});
  requireAtEveryChunkSize("id:1\ndata:a\n\nid:2\n", {message("a", "1")});

  StreamParser parser;
  parser.push("id:1\ndata:a\n\nid:2\ndata:b\n");
  parser.parser().reset();
  parser.push("data:c\n\n");
  REQUIRE(parser.observations() == Observations{message("a", "1"), message("c", "1")});
}

TEST_CASE("a retry before the end of the stream counts, although its event is discarded") {
  requireAtEveryChunkSize("data:a\nretry:5\n", {retry(5)});
  requireAtEveryChunkSize("data:a\nretry:5", {});
}

TEST_CASE("reset() discards an unfinished event at every place") {
  const std::string first =
      "\xef\xbb\xbf"
      "id:1\r\nevent:x\r\ndata:a\r\ndata:\xe4\xb8\xad\r\n:c\r\nretry:3\r";
  for (size_t cut = 0; cut <= first.size(); cut++) {
    INFO("reset after byte " << cut);
    StreamParser parser;
    parser.push(first.substr(0, cut));
    parser.parser().reset();
    parser.push("\ndata:b\n\n");
    REQUIRE(withoutRetries(parser.observations()) == Observations{message("b")});
  }
}

TEST_CASE("after reset() a byte order mark is dropped again") {
  StreamParser parser;
  parser.push(
      "\xef\xbb\xbf"
      "data:a\n\nda");
  parser.parser().reset();
  parser.push("\xef\xbb");
  parser.push(
      "\xbf"
      "data:b\n\n");
  parser.parser().reset();
  parser.push("\xef");
  parser.parser().reset();
  parser.push("data:c\n\n");
  REQUIRE(parser.observations() == Observations{message("a"), message("b"), message("c")});
}

TEST_CASE("after reset() a first LF is a line end, also when the last stream ended in CR") {
  StreamParser parser;
  parser.push("data:a\r");
  parser.parser().reset();
  parser.push("\ndata:b\n\n");
  REQUIRE(parser.observations() == Observations{message("b")});
}

TEST_CASE("reset() keeps the types, what is wanted, and the last event ID of the reader") {
  StreamParser parser({.types = {"x"}, .unknownTypes = false, .comments = true});
  parser.push("id:7\ndata:a\n\n");
  parser.parser().reset();
  parser.push(":c\nevent:x\ndata:b\n\nevent:y\ndata:d\n\n");
  REQUIRE(parser.observations() == Observations{message("a", "7"), comment("c"),
                                                event("x", "b", "7"), event("y", "d", "7")});
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{false, true, false, true});
}

TEST_CASE("reset() drops the rest of a chunk whose table was full") {
  std::string chunk;
  for (int i = 0; i < 100000; i++) chunk += "data:a\n\n";
  StreamParser parser;
  EventStreamParser& raw = parser.parser();
  std::memcpy(raw.reserve(static_cast<uint32_t>(chunk.size())), chunk.data(), chunk.size());
  raw.parse(static_cast<uint32_t>(chunk.size()));
  REQUIRE(raw.more());
  raw.reset();
  REQUIRE(!raw.more());
  parser.push("data:b\n\n");
  REQUIRE(parser.observations() == Observations{message("b")});
}

TEST_CASE("several parsers do not touch each other") {
  StreamParser first;
  StreamParser second({.types = {"x"}});
  const std::string a = "id:1\ndata:aaaa\n\nevent:x\ndata:b\ndata:c\n\n";
  const std::string b = "event:x\r\ndata:1\r\n\r\nid:z\r\ndata:22\r\n\r\n";
  for (size_t i = 0; i < a.size() || i < b.size(); i++) {
    if (i < a.size()) first.push(a.substr(i, 1));
    if (i < b.size()) second.push(b.substr(i, 1));
  }
  REQUIRE(first.observations() == Observations{message("aaaa", "1"), event("x", "b\nc", "1")});
  REQUIRE(second.observations() == Observations{event("x", "1"), message("22", "z")});
}

TEST_CASE("a parser may end at any moment") {
  const std::string stream = ":c\nid:1\nevent:x\ndata:a\ndata:\xe4\xb8\xad\n\n";
  for (size_t cut = 0; cut <= stream.size(); cut++) {
    StreamParser parser({.types = {"x", "y"}, .comments = true});
    parser.push(stream.substr(0, cut));
    REQUIRE(parser.parser().failure() == kNoFailure);
  }
}
