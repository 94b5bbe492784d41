// Text of an event stream is what WHATWG UTF-8 decoding makes of its bytes.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "chunkings.h"

using namespace eventsource::testing;
using namespace std::string_literals;

namespace {
const std::string kReplacement = "\xef\xbf\xbd";
const std::string kChinese = "\xe4\xb8\xad\xe6\x96\x87";
const std::string kEmoji = "\xf0\x9f\x98\x80";
}  // namespace

TEST_CASE("text of two, three and four bytes a character arrives as it is") {
  requireAtEveryChunkSize("data:\xc3\xa4 " + kChinese + " " + kEmoji + "\n\n",
                          {message("\xc3\xa4 " + kChinese + " " + kEmoji)});
  requireAtEveryChunkSize("id:" + kEmoji + "\nevent:" + kChinese + "\ndata:" + kEmoji + "\n\n",
                          {event(kChinese, kEmoji, kEmoji)});
}

TEST_CASE("ASCII and other events may alternate") {
  requireAtEveryChunkSize("data:a\n\ndata:" + kChinese + "\n\ndata:b\n\nid:" + kEmoji +
                              "\ndata:c\n\nid:1\ndata:" + kEmoji + "\n\ndata:d\n\n",
                          {message("a"), message(kChinese), message("b"), message("c", kEmoji),
                           message(kEmoji, "1"), message("d", "1")});
}

TEST_CASE("non-ASCII text in ignored lines touches nothing") {
  requireAtEveryChunkSize(":" + kEmoji + "\n" + kChinese + "\n" + kChinese +
                              ":x\ndata:a\n:" + kEmoji + "\n\n:" + kEmoji + "\ndata:b\n\n",
                          {message("a"), message("b")});
}

TEST_CASE("a lone continuation byte becomes U+FFFD") {
  requireAtEveryChunkSize("data:a\x80z\n\ndata:\xbf\n\n",
                          {message("a" + kReplacement + "z"), message(kReplacement)});
}

TEST_CASE("a byte that never occurs in UTF-8 becomes U+FFFD") {
  requireAtEveryChunkSize("data:\xc0\xc1\xf5\xff\n\n",
                          {message(kReplacement + kReplacement + kReplacement + kReplacement)});
}

TEST_CASE("a truncated sequence becomes one U+FFFD, and the line end after it counts") {
  requireAtEveryChunkSize("data:\xe4\xb8\n\ndata:\xf0\x9f\x98\r\rdata:\xc3\r\n\r\n",
                          {message(kReplacement), message(kReplacement), message(kReplacement)});
  requireAtEveryChunkSize("data:\xf0\x9f\x98" + kEmoji + "\xe4\n\n",
                          {message(kReplacement + kEmoji + kReplacement)});
}

TEST_CASE("a sequence cut by a line end does not continue on the next line") {
  requireAtEveryChunkSize("data:\xe4\ndata:\xb8\xad\n\n",
                          {message(kReplacement + "\n" + kReplacement + kReplacement)});
}

TEST_CASE("overlong forms become U+FFFD byte by byte") {
  requireAtEveryChunkSize("data:\xe0\x80\x80\n\ndata:\xf0\x80\x80\x80\n\ndata:\xc0\x8a\n\n",
                          {message(kReplacement + kReplacement + kReplacement),
                           message(kReplacement + kReplacement + kReplacement + kReplacement),
                           message(kReplacement + kReplacement)});
}

TEST_CASE("surrogates and code points above U+10FFFF become U+FFFD byte by byte") {
  requireAtEveryChunkSize("data:\xed\xa0\x80\n\ndata:\xf4\x90\x80\x80\n\n",
                          {message(kReplacement + kReplacement + kReplacement),
                           message(kReplacement + kReplacement + kReplacement + kReplacement)});
}

TEST_CASE("ids and types are decoded as data is") {
  requireAtEveryChunkSize("id:\xff\nevent:\xff\ndata:\xff\n\n",
                          {event(kReplacement, kReplacement, kReplacement)});
  requireAtEveryChunkSize("id:\xe4\xb8\n\ndata:a\n\n",
                          {lastEventId(kReplacement), message("a", kReplacement)});
}

TEST_CASE("an invalid byte in a field name makes another name") {
  requireAtEveryChunkSize(
      "data\xff:x\n\xff"
      "data:x\nda\x80ta:x\ndata:a\n\n",
      {message("a")});
}

TEST_CASE("U+FFFD in the stream itself stays") {
  requireAtEveryChunkSize("data:" + kReplacement + "\n\n", {message(kReplacement)});
}

TEST_CASE("a listener for a type with U+FFFD gets the events whose type decodes to it") {
  // Types are compared as bytes; these differ from the interned ones and are the same type all the
  // same.
  ParserSetup setup;
  setup.types = {"a" + kReplacement};
  setup.unknownTypes = false;
  requireAtEveryChunkSize("event:a\xff\ndata:x\n\nevent:a\xe4\xb8\ndata:y\n\n",
                          {event("a" + kReplacement, "x"), event("a" + kReplacement, "y")}, setup);
  StreamParser parser(setup);
  parser.push("event:a\xff\ndata:x\n\n");
  REQUIRE(parser.reader().unwanted() == std::vector<bool>{false});
}
