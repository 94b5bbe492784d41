// The fields of an event stream, WHATWG HTML 9.2.6.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "chunkings.h"

using namespace eventsource::testing;
using namespace std::string_literals;

TEST_CASE("data lines are joined by LF") {
  requireAtEveryChunkSize("data: YHOO\ndata: +2\ndata: 10\n\n", {message("YHOO\n+2\n10")});
}

TEST_CASE("data without a colon is an empty line of data") {
  requireAtEveryChunkSize("data\n\ndata\ndata\n\ndata:\n", {message(""), message("\n")});
  requireAtEveryChunkSize("data:a\ndata\ndata:b\n\n", {message("a\n\nb")});
  requireAtEveryChunkSize("data\ndata\ndata\n\n", {message("\n\n")});
}

TEST_CASE("data with an empty value is an event with empty data") {
  requireAtEveryChunkSize("data:\n\ndata: \n\n", {message(""), message("")});
  requireAtEveryChunkSize("data:\ndata:\n\n", {message("\n")});
}

TEST_CASE("one space after the colon is removed, no more") {
  requireAtEveryChunkSize(
      "data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta\n\ndata: \ta\n\ndata:   \n\n",
      {message("a"), message("a"), message(" a"), message("\ta"), message("\ta"), message("  ")});
}

TEST_CASE("a value keeps its colons and its trailing spaces") {
  requireAtEveryChunkSize("data::\n\ndata: a: b \n\ndata:::x\n\n",
                          {message(":"), message("a: b "), message("::x")});
}

TEST_CASE("data keeps NUL") {
  requireAtEveryChunkSize("data:a\0b\n\ndata:\0\n\n"s, {message("a\0b"s), message("\0"s)});
}

TEST_CASE("field names are compared whole and case-sensitively") {
  requireAtEveryChunkSize(
      "Data:x\nDATA:x\ndat:x\ndatax:x\n data:x\ndata :x\ndata\t:x\ndatada\ndata\0:x\nd\n\0data:x\n"
      "data:a\n\n"s,
      {message("a")});
  requireAtEveryChunkSize("Event:x\nevents:x\neven:x\nevent :x\n event:x\ndata:a\n\n",
                          {message("a")});
  requireAtEveryChunkSize("ID:x\nids:x\ni:x\nid :x\n id:x\nidx\ndata:a\n\n", {message("a")});
  requireAtEveryChunkSize("Retry:1\nretr:1\nretry :1\nretrys:1\n retry:1\ndata:a\n\n",
                          {message("a")});
}

TEST_CASE("unknown fields are ignored") {
  requireAtEveryChunkSize("foo:bar\nx\nlonger-than-eight-bytes: y\ndata:a\nz:\n\n", {message("a")});
  requireAtEveryChunkSize("foo\n\nfoo:\n\n", {});
}

TEST_CASE("comments are ignored") {
  requireAtEveryChunkSize(":\n: c\n:data:x\ndata:a\n:\n::\ndata:b\n:id:1\n\n: end\n\n",
                          {message("a\nb")});
}

TEST_CASE("event sets the type of one event") {
  requireAtEveryChunkSize("event:add\ndata:a\n\ndata:b\n\nevent: remove\ndata:c\n\n",
                          {event("add", "a"), message("b"), event("remove", "c")});
}

TEST_CASE("the last event field of a block wins, wherever it stands") {
  requireAtEveryChunkSize("event:x\ndata:a\nevent:y\n\n", {event("y", "a")});
}

TEST_CASE("an empty event field resets the type") {
  requireAtEveryChunkSize(
      "event:x\nevent:\ndata:a\n\nevent:x\nevent\ndata:b\n\nevent:x\nevent: \ndata:c\n\n",
      {message("a"), message("b"), message("c")});
}

TEST_CASE("the type of a block without data is forgotten") {
  requireAtEveryChunkSize("event:x\n\ndata:a\n\n", {message("a")});
}

TEST_CASE("event: message is a plain message") {
  requireAtEveryChunkSize(
      "event:message\ndata:a\n\nevent: message\ndata:b\n\nevent:Message\ndata:c\n\n",
      {message("a"), message("b"), event("Message", "c")});
}

TEST_CASE("a type keeps its spaces, colons and NUL") {
  requireAtEveryChunkSize("event:  x \ndata:a\n\nevent:a:b\ndata:a\n\nevent:\0\ndata:a\n\n"s,
                          {event(" x ", "a"), event("a:b", "a"), event("\0"s, "a")});
}

TEST_CASE("an id holds for its event and for those that follow without one") {
  requireAtEveryChunkSize("data:a\n\nid:1\ndata:b\n\ndata:c\n\nid: 2\ndata:d\n\n",
                          {message("a"), message("b", "1"), message("c", "1"), message("d", "2")});
}

TEST_CASE("the last id of a block wins, wherever it stands") {
  requireAtEveryChunkSize("id:1\ndata:a\nid:2\n\n", {message("a", "2")});
}

TEST_CASE("an empty id resets the last event ID") {
  requireAtEveryChunkSize(
      "id:1\ndata:a\n\nid\ndata:b\n\nid:2\ndata:c\n\nid:\ndata:d\n\nid:3\nid: \ndata:e\n\n",
      {message("a", "1"), message("b"), message("c", "2"), message("d"), message("e")});
}

TEST_CASE("an id containing NUL is ignored") {
  requireAtEveryChunkSize(
      "id:1\ndata:a\n\nid:2\0\ndata:b\n\nid:\0\ndata:c\n\nid:3\nid:4\0"s
      "5\ndata:d\n\n"s,
      {message("a", "1"), message("b", "1"), message("c", "1"), message("d", "3")});
}

TEST_CASE("an id in a block without data still counts") {
  requireAtEveryChunkSize(
      "id:1\n\ndata:a\n\nid:2\nevent:x\n\ndata:b\n\n",
      {lastEventId("1"), message("a", "1"), lastEventId("2"), message("b", "2")});
  requireAtEveryChunkSize("data:a\n\nid:1\n\n", {message("a"), lastEventId("1")});
  requireAtEveryChunkSize("id:1\n\nid:2\n\nid:3\n\nretry:1\nid\n\n",
                          {lastEventId("3"), retry(1), lastEventId("")});
  requireAtEveryChunkSize("id:1\0\n\ndata:a\n\n"s, {message("a")});
}

TEST_CASE("an id may be any text") {
  requireAtEveryChunkSize("id:\xe2\x80\xa6\ndata:a\n\nid:  a:b \ndata:b\n\n",
                          {message("a", "\xe2\x80\xa6"), message("b", " a:b ")});
}

TEST_CASE("retry takes effect at its own line") {
  StreamParser parser;
  parser.push("data:a\nretry:100\n");
  REQUIRE(parser.observations() == Observations{retry(100)});
  requireAtEveryChunkSize("data:a\nretry: 100\n\nretry:2\n\n",
                          {retry(100), message("a"), retry(2)});
  requireAtEveryChunkSize("data:a\n\nretry:1\nretry:2\ndata:b\n\n",
                          {message("a"), retry(1), retry(2), message("b")});
}

TEST_CASE("retry needs at least one digit and only digits") {
  requireAtEveryChunkSize(
      "retry\nretry:\nretry: \nretry:  1\nretry:1 \nretry:-1\nretry:+1\nretry:1.5\nretry:1e3\n"
      "retry:0x10\nretry:1a\nretry:a1\nretry:\t1\nretry:1\0\n"s
      "retry:\xd9\xa1\nretry:\xef\xbc\x91\nretry:/\nretry:;\nretry:12:\ndata:a\n\n"s,
      {message("a")});
}

TEST_CASE("retry may be zero and may have leading zeros") {
  requireAtEveryChunkSize("retry:0\nretry:00\nretry:0000000000000000007\n",
                          {retry(0), retry(0), retry(7)});
}

TEST_CASE("retry is clamped to what a timer can wait") {
  requireAtEveryChunkSize(
      "retry:2147483646\nretry:2147483647\nretry:2147483648\nretry:4294967296\nretry:4294967297\n"
      "retry:18446744073709551617\nretry:99999999999999999999999999999\n",
      {retry(2147483646), retry(2147483647), retry(2147483647), retry(2147483647),
       retry(2147483647), retry(2147483647), retry(2147483647)});
}

TEST_CASE("the standard's own examples") {
  requireAtEveryChunkSize(
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
      {message("first event", "1"), message("second event")});
  requireAtEveryChunkSize("data\n\ndata\ndata\n\ndata:", {message(""), message("\n")});
  requireAtEveryChunkSize("data:test\n\ndata: test\n\n", {message("test"), message("test")});
}
