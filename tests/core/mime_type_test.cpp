#include "mime_type.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string_view>

namespace eventsource {
namespace {

bool accepts(std::string_view contentType) {
  return isEventStream(reinterpret_cast<const uint8_t*>(contentType.data()),
                       static_cast<uint32_t>(contentType.size()));
}

TEST_CASE("text/event-stream is an event stream") { CHECK(accepts("text/event-stream")); }

TEST_CASE("the letter case of the type does not matter") {
  CHECK(accepts("Text/Event-Stream"));
  CHECK(accepts("TEXT/EVENT-STREAM"));
}

TEST_CASE("parameters are ignored, a charset other than UTF-8 included") {
  CHECK(accepts("text/event-stream;charset=utf-8"));
  CHECK(accepts("Text/Event-Stream;charset=latin1"));
  CHECK(accepts("text/event-stream; charset=\"utf-8\"; x"));
  CHECK(accepts("text/event-stream;"));
  CHECK(accepts("text/event-stream;type=text/html"));
  CHECK(accepts("text/event-stream;;;=/"));
}

TEST_CASE("white space around the essence is ignored") {
  CHECK(accepts(" text/event-stream"));
  CHECK(accepts("\ttext/event-stream \t"));
  CHECK(accepts("\r\ntext/event-stream\r\n"));
  CHECK(accepts("text/event-stream ; charset=utf-8"));
}

TEST_CASE("white space inside of the essence makes it invalid") {
  CHECK_FALSE(accepts("text /event-stream"));
  CHECK_FALSE(accepts("text/ event-stream"));
  CHECK_FALSE(accepts("text/event stream"));
  CHECK_FALSE(accepts("text/event-stream charset=utf-8"));
}

TEST_CASE("other types are no event stream, however alike") {
  CHECK_FALSE(accepts("text/event-streaming"));
  CHECK_FALSE(accepts("text/event-strea"));
  CHECK_FALSE(accepts("text/event-stream+json"));
  CHECK_FALSE(accepts("xtext/event-stream"));
  CHECK_FALSE(accepts("application/event-stream"));
  CHECK_FALSE(accepts("text/html"));
  CHECK_FALSE(accepts("text/x-bogus"));
  CHECK_FALSE(accepts("text/html;text/event-stream"));
}

TEST_CASE("no header, and what is no MIME type, is no event stream") {
  CHECK_FALSE(isEventStream(nullptr, 0));
  CHECK_FALSE(accepts(""));
  CHECK_FALSE(accepts(" "));
  CHECK_FALSE(accepts(","));
  CHECK_FALSE(accepts("text"));
  CHECK_FALSE(accepts("text/"));
  CHECK_FALSE(accepts("/event-stream"));
  CHECK_FALSE(accepts("event-stream"));
  CHECK_FALSE(accepts("*/*"));
}

TEST_CASE("bytes outside of HTTP tokens make a type invalid") {
  CHECK_FALSE(accepts("text/event-stream\""));
  CHECK_FALSE(accepts("\"text/event-stream\""));
  CHECK_FALSE(accepts("text/event-stream\xe4"));
  CHECK_FALSE(accepts("te\xc5\xbft/event-stream"));
  CHECK_FALSE(accepts(std::string_view("text/event-stream\0", 18)));
}

TEST_CASE("of several values the last valid one counts") {
  CHECK(accepts("text/html, text/event-stream"));
  CHECK(accepts("text/html,text/event-stream;charset=utf-8"));
  CHECK(accepts("text/event-stream, text/event-stream"));
  CHECK_FALSE(accepts("text/event-stream, text/html"));
}

TEST_CASE("invalid values and */* leave it at the value before them") {
  CHECK(accepts("text/event-stream, "));
  CHECK(accepts("text/event-stream, bogus"));
  CHECK(accepts("text/event-stream, te xt/html"));
  CHECK(accepts("text/event-stream, text/ht ml"));
  CHECK(accepts("text/event-stream, /html"));
  CHECK(accepts("text/event-stream, text/"));
  CHECK(accepts("text/event-stream, */*"));
  CHECK(accepts("text/event-stream, */*;charset=utf-8"));
  CHECK(accepts(", text/event-stream"));
  CHECK_FALSE(accepts("text/event-stream, */x"));
}

TEST_CASE("a comma inside of a quoted string does not divide values") {
  CHECK(accepts("text/event-stream;x=\"a, text/html\""));
  CHECK_FALSE(accepts("text/html;x=\"a, text/event-stream\""));
}

TEST_CASE(
    "a backslash in a quoted string keeps the quotation mark after it from ending the string") {
  CHECK(accepts("text/event-stream;x=\"\\\", text/html;y=\""));
  CHECK_FALSE(accepts("text/event-stream;x=\"\\\\\", text/html"));
}

TEST_CASE("an unfinished quoted string takes the rest of the values") {
  CHECK(accepts("text/event-stream;x=\"a, text/html"));
  CHECK(accepts("text/event-stream;x=\"\\"));
}

TEST_CASE("a backslash outside of a quoted string has no meaning") {
  CHECK_FALSE(accepts("text/event-stream;x=\\, text/html"));
  CHECK(accepts("text/event-stream;x=\\\", text/html;y=\""));
}

}  // namespace
}  // namespace eventsource
