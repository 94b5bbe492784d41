#include "mime_type.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

namespace eventsource {
namespace {

using Bytes = std::span<const uint8_t>;

bool isHttpWhitespace(uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

uint8_t lowercase(uint8_t c) {
  return c >= 'A' && c <= 'Z' ? static_cast<uint8_t>(c - 'A' + 'a') : c;
}

bool isHttpToken(uint8_t c) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  uint8_t lower = lowercase(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
         kOthers.find(static_cast<char>(c)) != std::string_view::npos;
}

bool isName(Bytes bytes) {
  return !bytes.empty() && std::all_of(bytes.begin(), bytes.end(), isHttpToken);
}

bool equalsIgnoringCase(Bytes bytes, std::string_view lower) {
  return std::equal(bytes.begin(), bytes.end(), lower.begin(), lower.end(),
                    [](uint8_t a, char b) { return lowercase(a) == static_cast<uint8_t>(b); });
}

Bytes withoutLeadingWhitespace(Bytes bytes) {
  while (!bytes.empty() && isHttpWhitespace(bytes.front())) bytes = bytes.subspan(1);
  return bytes;
}

Bytes withoutTrailingWhitespace(Bytes bytes) {
  while (!bytes.empty() && isHttpWhitespace(bytes.back())) bytes = bytes.first(bytes.size() - 1);
  return bytes;
}

Bytes upTo(Bytes bytes, uint8_t delimiter) {
  auto end = std::find(bytes.begin(), bytes.end(), delimiter);
  return bytes.first(static_cast<size_t>(end - bytes.begin()));
}

// The first of several values: up to a comma outside of quoted strings. An unfinished quoted string
// takes all the rest.
Bytes firstValue(Bytes values) {
  bool quoted = false;
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == '"') {
      quoted = !quoted;
    } else if (quoted && values[i] == '\\') {
      ++i;  // what it escapes
    } else if (!quoted && values[i] == ',') {
      return values.first(i);
    }
  }
  return values;
}

}  // namespace

bool isEventStream(const uint8_t* contentType, uint32_t length) {
  bool found = false;
  for (Bytes rest(contentType, length); !rest.empty();) {
    Bytes value = firstValue(rest);
    rest = rest.subspan(std::min(value.size() + 1, rest.size()));

    // "Parse a MIME type": white space may surround the essence, not divide it.
    value = withoutLeadingWhitespace(value);
    Bytes type = upTo(value, '/');
    if (type.size() == value.size()) continue;
    Bytes subtype = withoutTrailingWhitespace(upTo(value.subspan(type.size() + 1), ';'));
    // Invalid values and */* leave it at the one before.
    if (!isName(type) || !isName(subtype)) continue;
    if (equalsIgnoringCase(type, "*") && equalsIgnoringCase(subtype, "*")) continue;
    found = equalsIgnoringCase(type, "text") && equalsIgnoringCase(subtype, "event-stream");
  }
  return found;
}

}  // namespace eventsource
