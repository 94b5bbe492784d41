// UTF-8 to UTF-16 as the Encoding Standard decodes it: what is not UTF-8 becomes U+FFFD, one for
// each maximal subpart. https://encoding.spec.whatwg.org/#utf-8-decoder
#pragma once

#include <cstdint>

namespace eventsource {

// Code units that utf8ToUtf16() may write past the last one that counts.
inline constexpr uint32_t kUtf16Slack = 16;

// Writes the text [bytes, end) to `units` and returns one past the last code unit. A byte order
// mark is text like any other. `units` has room for one unit per byte, and kUtf16Slack more.
char16_t* utf8ToUtf16(const uint8_t* bytes, const uint8_t* end, char16_t* units);

}  // namespace eventsource
