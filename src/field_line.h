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

// The first characters of a text as load64() reads them, to tell fields by one comparison.
constexpr uint64_t word(const char* text) {
  uint64_t result = 0;
  for (int i = 0; text[i] != '\0'; ++i) result |= static_cast<uint64_t>(text[i]) << (8 * i);
  return result;
}
constexpr uint64_t firstBytes(int count) { return (uint64_t{1} << (8 * count)) - 1; }

constexpr bool startsWith(uint64_t line, const char* text, int length) {
  return (line & firstBytes(length)) == word(text);
}

// The value of a field whose name and colon are `prefix` bytes long: one space after the colon is
// not part of it. A line ends with CR or LF, so the byte that may be the space can be looked at.
inline ByteRange valueOf(const uint8_t* input, uint32_t start, uint32_t prefix, uint32_t end) {
  const uint32_t value = start + prefix;
  return {value + (input[value] == ' ' ? 1u : 0u), end};
}

}  // namespace eventsource
