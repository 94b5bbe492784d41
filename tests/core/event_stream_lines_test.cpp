// Lines of an event stream, WHATWG HTML 9.2.5: how they end, and the byte order mark before the
// first.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "chunkings.h"

using namespace eventsource::testing;
using namespace std::string_literals;

namespace {
const std::string kBom = "\xef\xbb\xbf";
}

TEST_CASE("LF ends a line") {
  requireAtEveryChunkSize("data:a\ndata:b\n\ndata:c\n\n", {message("a\nb"), message("c")});
}

TEST_CASE("CR ends a line") {
  requireAtEveryChunkSize("data:a\rdata:b\r\rdata:c\r\r", {message("a\nb"), message("c")});
}

TEST_CASE("CRLF ends one line, not two") {
  requireAtEveryChunkSize("data:a\r\ndata:b\r\n\r\ndata:c\r\n\r\n",
                          {message("a\nb"), message("c")});
}

TEST_CASE("the line ends of one stream may differ") {
  requireAtEveryChunkSize(
      "data:a\rdata:b\ndata:c\r\n\ndata:d\n\rdata:e\r\n\rdata:f\r\r\ndata:g\n\r\n",
      {message("a\nb\nc"), message("d"), message("e"), message("f"), message("g")});
}

TEST_CASE("every pair of line ends after data dispatches once") {
  for (const std::string first : {"\n", "\r", "\r\n"}) {
    for (const std::string second : {"\n", "\r", "\r\n"}) {
      if (first == "\r" && second == "\n") continue;  // that is one CRLF
      requireAtEveryChunkSize("data:a" + first + second + "data:b" + first + second,
                              {message("a"), message("b")});
    }
  }
}

TEST_CASE("CR LF LF is a line end and a blank line") {
  requireAtEveryChunkSize("data:a\r\n\ndata:b\r\n\n", {message("a"), message("b")});
}

TEST_CASE("blank lines without an event mean nothing") {
  requireAtEveryChunkSize("\n\r\n\r\r\n\n\ndata:a\n\n\n\n\r\r\r\n\ndata:b\n\n",
                          {message("a"), message("b")});
}

TEST_CASE("a line end inside a field is not possible: the next line is another field") {
  requireAtEveryChunkSize("data:a\rb\ndata:c\n\n", {message("a\nc")});
}

TEST_CASE("other control characters do not end a line") {
  requireAtEveryChunkSize("data:a\v\f\x1c\x1e\x01z\n\n", {message("a\v\f\x1c\x1e\x01z")});
  // NEL, LINE SEPARATOR and PARAGRAPH SEPARATOR
  requireAtEveryChunkSize("data:\xc2\x85\xe2\x80\xa8\xe2\x80\xa9\n\n",
                          {message("\xc2\x85\xe2\x80\xa8\xe2\x80\xa9")});
}

TEST_CASE("a CR at the end of a chunk ends its line at once") {
  StreamParser parser;
  parser.push("data:a\r");
  REQUIRE(parser.observations().empty());
  parser.push("\r");
  REQUIRE(parser.observations() == Observations{message("a")});

  parser.push("data:b\n\r");
  REQUIRE(parser.observations() == Observations{message("a"), message("b")});
}

TEST_CASE("an LF that opens a chunk after a CR is swallowed") {
  StreamParser parser;
  parser.push("data:a\r");
  parser.push("\n");
  REQUIRE(parser.observations().empty());
  parser.push("data:b\r");
  parser.push("\n\r");
  REQUIRE(parser.observations() == Observations{message("a\nb")});
  parser.push("\n");
  parser.push("\n");
  parser.push("data:c\n\n");
  REQUIRE(parser.observations() == Observations{message("a\nb"), message("c")});
}

TEST_CASE("an LF that opens a chunk after a CR and an LF is a line end of its own") {
  StreamParser parser;
  parser.push("data:a\r\n");
  parser.push("\n");
  REQUIRE(parser.observations() == Observations{message("a")});
}

TEST_CASE("an event is dispatched the moment its blank line is complete") {
  StreamParser parser;
  parser.push("data:a\n");
  REQUIRE(parser.observations().empty());
  parser.push("\n");
  REQUIRE(parser.observations().size() == 1);
  parser.push("data:b\r\n\r");
  REQUIRE(parser.observations().size() == 2);
}

TEST_CASE("lines of every length around the scanner's block size keep their bytes") {
  for (size_t length = 0; length < 200; length++) {
    for (const std::string end : {"\n", "\r", "\r\n"}) {
      const std::string data(length, 'x');
      const std::string stream = "data:" + data + end + "data:y" + end + end + "data:z" + end + end;
      const Observations expected{message(data + "\ny"), message("z")};
      INFO("length " << length << ", line end " << quoted(end));
      for (const size_t chunkSize : {0u, 1u, 63u, 64u, 65u}) {
        REQUIRE(parseInChunks(stream, chunkSize) == expected);
      }
    }
  }
}

TEST_CASE("one leading byte order mark is dropped") {
  requireAtEveryChunkSize(kBom + "data:a\n\n", {message("a")});
  requireAtEveryChunkSize(kBom + "\ndata:a\n\n", {message("a")});
  requireAtEveryChunkSize(kBom + ":c\ndata:a\n\n", {message("a")});
}

TEST_CASE("a second byte order mark is data") {
  requireAtEveryChunkSize(kBom + kBom + "data:a\n\ndata:b\n\n", {message("b")});
  requireAtEveryChunkSize(kBom + "data:" + kBom + "a\n\n", {message(kBom + "a")});
}

TEST_CASE("a byte order mark later in the stream is data") {
  requireAtEveryChunkSize("\n" + kBom + "data:a\ndata:b\n\n", {message("b")});
  requireAtEveryChunkSize("data:a\n\n" + kBom + "data:b\n\ndata:c\n\n",
                          {message("a"), message("c")});
  requireAtEveryChunkSize("data:" + kBom + "\n\n", {message(kBom)});
}

TEST_CASE("what only begins like a byte order mark belongs to the first line") {
  requireAtEveryChunkSize("\xef\xbb\ndata:a\n\n", {message("a")});
  requireAtEveryChunkSize("\xef\ndata:a\n\n", {message("a")});
  requireAtEveryChunkSize("\xef\xbb\xbe:\ndata:a\n\n", {message("a")});
  requireAtEveryChunkSize(
      "\xef\xbb"
      "data:x\ndata:a\n\n",
      {message("a")});
  requireAtEveryChunkSize(
      "\xef\xef\xbb\xbf"
      "data:x\ndata:a\n\n",
      {message("a")});
  requireAtEveryChunkSize("\xef", {});
  requireAtEveryChunkSize("\xef\xbb", {});
  requireAtEveryChunkSize(kBom, {});
}

TEST_CASE("a byte order mark in UTF-16 is not one") {
  requireAtEveryChunkSize(
      "\xfe\xff"
      "data:x\ndata:a\n\n",
      {message("a")});
}
