#include "reference_utf8.h"

#include <cstdint>
#include <stdexcept>

namespace eventsource::testing {

std::u32string decodeUtf8(std::string_view bytes) {
  constexpr char32_t kReplacement = 0xfffd;
  std::u32string output;
  char32_t codePoint = 0;
  int bytesSeen = 0;
  int bytesNeeded = 0;
  uint8_t lowerBoundary = 0x80;
  uint8_t upperBoundary = 0xbf;
  for (size_t i = 0; i < bytes.size(); i++) {
    const auto byte = static_cast<uint8_t>(bytes[i]);
    if (bytesNeeded == 0) {
      if (byte <= 0x7f) {
        output += byte;
      } else if (byte >= 0xc2 && byte <= 0xdf) {
        bytesNeeded = 1;
        codePoint = byte & 0x1f;
      } else if (byte >= 0xe0 && byte <= 0xef) {
        if (byte == 0xe0) lowerBoundary = 0xa0;
        if (byte == 0xed) upperBoundary = 0x9f;
        bytesNeeded = 2;
        codePoint = byte & 0x0f;
      } else if (byte >= 0xf0 && byte <= 0xf4) {
        if (byte == 0xf0) lowerBoundary = 0x90;
        if (byte == 0xf4) upperBoundary = 0x8f;
        bytesNeeded = 3;
        codePoint = byte & 0x07;
      } else {
        output += kReplacement;
      }
      continue;
    }
    const bool inRange = byte >= lowerBoundary && byte <= upperBoundary;
    lowerBoundary = 0x80;
    upperBoundary = 0xbf;
    if (!inRange) {
      codePoint = 0;
      bytesNeeded = bytesSeen = 0;
      output += kReplacement;
      i--;  // "restore byte to ioQueue": it may begin a sequence of its own
      continue;
    }
    codePoint = (codePoint << 6) | (byte & 0x3f);
    if (++bytesSeen != bytesNeeded) continue;
    output += codePoint;
    codePoint = 0;
    bytesNeeded = bytesSeen = 0;
  }
  if (bytesNeeded != 0)
    output += kReplacement;  // "if byte is end-of-queue and UTF-8 bytes needed is not 0"
  return output;
}

std::string encodeUtf8(std::u32string_view text) {
  std::string bytes;
  for (const char32_t c : text) {
    if (c < 0x80) {
      bytes += static_cast<char>(c);
      continue;
    }
    const int continuations = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    const char32_t lead = continuations == 1 ? 0xc0 : continuations == 2 ? 0xe0 : 0xf0;
    bytes += static_cast<char>(lead | (c >> (6 * continuations)));
    for (int k = continuations - 1; k >= 0; k--) {
      bytes += static_cast<char>(0x80 | ((c >> (6 * k)) & 0x3f));
    }
  }
  return bytes;
}

std::u16string encodeUtf16(std::u32string_view text) {
  std::u16string units;
  for (const char32_t c : text) {
    if (c < 0x10000) {
      units += static_cast<char16_t>(c);
    } else {
      units += static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10));
      units += static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  }
  return units;
}

std::u32string decodeUtf16(std::u16string_view text) {
  std::u32string points;
  for (size_t i = 0; i < text.size(); i++) {
    const char32_t unit = text[i];
    if (unit < 0xd800 || unit > 0xdfff) {
      points += unit;
      continue;
    }
    const char32_t next = i + 1 < text.size() ? text[i + 1] : 0;
    if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff) {
      throw std::logic_error("a lone surrogate in UTF-16 text");
    }
    points += 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
    i++;
  }
  return points;
}

std::string replaceIllFormed(std::string_view bytes) { return encodeUtf8(decodeUtf8(bytes)); }

}  // namespace eventsource::testing
