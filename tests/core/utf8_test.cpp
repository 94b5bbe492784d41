// utf8ToUtf16() against the Encoding standard's decoder, byte by byte.
#include "utf8.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "observation.h"
#include "reference_utf8.h"

using namespace eventsource;
using namespace eventsource::testing;

namespace {

// The bytes stand in a buffer of exactly their size, and the units in one of exactly the size that
// the header asks for: a sanitizer sees each step beyond.
std::u16string transcode(const std::string& text) {
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  std::vector<char16_t> units(bytes.size() + kUtf16Slack);
  const char16_t* const end = utf8ToUtf16(bytes.data(), bytes.data() + bytes.size(), units.data());
  return {static_cast<const char16_t*>(units.data()), end};
}

bool isSameAsReference(const std::string& bytes) {
  return transcode(bytes) == encodeUtf16(decodeUtf8(bytes));
}

void requireSameAsReference(const std::string& bytes) {
  INFO("bytes " << quoted(bytes));
  REQUIRE(isSameAsReference(bytes));
}

std::string bytesOf(uint32_t value, int count) {
  std::string bytes;
  for (int i = count - 1; i >= 0; i--) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

}  // namespace

TEST_CASE("the reference decoder agrees with known text") {
  REQUIRE(decodeUtf8("a\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80") == U"a\u00e4\u4e2d\U0001f600");
  REQUIRE(decodeUtf8("\xf0\x9f\x98"
                     "a\xff\xc3") ==
          U"\ufffd"
          U"a\ufffd\ufffd");
  REQUIRE(decodeUtf8("\xed\xa0\x80\xc0\x80") == U"\ufffd\ufffd\ufffd\ufffd\ufffd");
  REQUIRE(decodeUtf8("\xef\xbb\xbf") == U"\ufeff");
}

TEST_CASE("every sequence of one and two bytes decodes as the standard says") {
  requireSameAsReference("");
  for (uint32_t i = 0; i < 256; i++) requireSameAsReference(bytesOf(i, 1));
  for (uint32_t i = 0; i < 65536; i++) {
    if (!isSameAsReference(bytesOf(i, 2))) requireSameAsReference(bytesOf(i, 2));
  }
}

TEST_CASE("every sequence of three bytes decodes as the standard says") {
  // All that begin with a byte above ASCII; what begins with ASCII is a sequence of two behind it.
  for (uint32_t i = 0x800000; i < 0x1000000; i++) {
    const std::string bytes = bytesOf(i, 3);
    if (!isSameAsReference(bytes)) requireSameAsReference(bytes);
  }
}

TEST_CASE("every character decodes to itself") {
  std::u32string text;
  for (char32_t c = 1; c < 0x110000; c++) {
    if (c < 0xd800 || c > 0xdfff) text += c;
  }
  REQUIRE(transcode(encodeUtf8(text)) == encodeUtf16(text));
}

TEST_CASE("random sequences of four bytes decode as the standard says") {
  std::mt19937 random(20240601);
  for (int i = 0; i < 1000000; i++) {
    // Leads of four-byte sequences, and continuations as likely as anything else.
    std::string bytes = bytesOf(static_cast<uint32_t>(random()), 4);
    bytes[0] = static_cast<char>(0xf0 | (random() & 7));
    for (size_t k = 1; k < 4; k++) {
      if (random() % 4 != 0) bytes[k] = static_cast<char>(0x80 | (bytes[k] & 0x3f));
    }
    if (!isSameAsReference(bytes)) requireSameAsReference(bytes);
  }
}

TEST_CASE("text of every length and alignment decodes as the standard says") {
  const std::string pieces[] = {"a",    "\xc3\xa4", "\xe4\xb8\xad", "\xf0\x9f\x98\x80",
                                "\xff", "\xe4\xb8"};
  std::mt19937 random(7);
  for (size_t length = 0; length < 100; length++) {
    for (const std::string& piece : pieces) {
      for (size_t before = 0; before <= length; before++) {
        requireSameAsReference(std::string(before, 'x') + piece +
                               std::string(length - before, 'y'));
      }
      std::string run;
      while (run.size() < length) run += piece;
      requireSameAsReference(run);
      run += 'z';
      run[random() % run.size()] = static_cast<char>(random());
      requireSameAsReference(run);
    }
  }
}

TEST_CASE("random bytes decode as the standard says") {
  std::mt19937 random(99);
  for (int i = 0; i < 20000; i++) {
    std::string bytes;
    for (auto n = random() % 200; n > 0; n--) {
      bytes += static_cast<char>(random() % 3 == 0 ? random() % 128 : 128 + random() % 128);
    }
    requireSameAsReference(bytes);
  }
}
