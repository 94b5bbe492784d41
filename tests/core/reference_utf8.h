// The Encoding standard's UTF-8 decoder, one byte at a time, as the standard writes it.
// https://encoding.spec.whatwg.org/#utf-8-decoder
#pragma once

#include <string>
#include <string_view>

namespace eventsource::testing {

// "UTF-8 decode without BOM": every ill-formed sequence becomes U+FFFD; a byte order mark is text.
std::u32string decodeUtf8(std::string_view bytes);

// Code points (never surrogates) to UTF-8 and to UTF-16.
std::string encodeUtf8(std::u32string_view text);
std::u16string encodeUtf16(std::u32string_view text);

// Throws std::logic_error on a lone surrogate: no decoder of UTF-8 may produce one.
std::u32string decodeUtf16(std::u16string_view text);

// The bytes as a page would see them, as well-formed UTF-8 again.
std::string replaceIllFormed(std::string_view bytes);

}  // namespace eventsource::testing
