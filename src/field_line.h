// Tells the fields of an event stream by the first bytes of their lines.
#pragma once

#include <cstdint>
#include <cstring>

#include "byte_range.h"

namespace eventsource {

inline uint64_t load64(const uint8_t* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

constexpr uint64_t firstBytes(uint32_t count) { return (uint64_t{1} << (8 * count)) - 1; }

// Up to seven characters as load64() reads them, to tell fields by one comparison.
struct Prefix {
  consteval Prefix(const char* text) {
    for (; text[length] != '\0'; ++length) {
      word |= static_cast<uint64_t>(text[length]) << (8 * length);
    }
  }
  uint64_t word = 0;
  uint32_t length = 0;
};

constexpr bool startsWith(uint64_t line, Prefix prefix) {
  return (line & firstBytes(prefix.length)) == prefix.word;
}

// The value of a field whose name and colon are `prefix` bytes long: one space after the colon is
// not part of it. A line ends with CR or LF, so the byte that may be the space can be looked at.
inline ByteRange valueOf(const uint8_t* input, ByteRange line, uint32_t prefix) {
  const uint32_t value = line.start + prefix;
  return {value + (input[value] == ' ' ? 1u : 0u), line.end};
}

}  // namespace eventsource
