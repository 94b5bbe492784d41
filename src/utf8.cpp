#include "utf8.h"

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventsource {
namespace {

// Copies ASCII up to the first other byte, in steps of 16 as long as 16 bytes are left; may write
// kUtf16Slack units ahead. Returns how many bytes it took.
uint32_t widenAscii(const uint8_t* bytes, const uint8_t* end, char16_t* units) {
  uint32_t taken = 0;
#if defined(__wasm_simd128__)
  while (end - bytes >= 16) {
    const v128_t block = wasm_v128_load(bytes);
    wasm_v128_store(units, wasm_u16x8_extend_low_u8x16(block));
    wasm_v128_store(units + 8, wasm_u16x8_extend_high_u8x16(block));
    const uint32_t others = wasm_i8x16_bitmask(block);
    if (others != 0) return taken + static_cast<uint32_t>(__builtin_ctz(others));
    bytes += 16, units += 16, taken += 16;
  }
#elif defined(__SSE2__)
  while (end - bytes >= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    const __m128i zero = _mm_setzero_si128();
    _mm_storeu_si128(reinterpret_cast<__m128i*>(units), _mm_unpacklo_epi8(block, zero));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(units + 8), _mm_unpackhi_epi8(block, zero));
    const auto others = static_cast<uint32_t>(_mm_movemask_epi8(block));
    if (others != 0) return taken + static_cast<uint32_t>(__builtin_ctz(others));
    bytes += 16, units += 16, taken += 16;
  }
#endif
  while (bytes < end && *bytes < 0x80) *units++ = *bytes++, ++taken;
  return taken;
}

#if defined(__wasm_simd128__)
// Five characters of three bytes each at once, as CJK text has them; false where these 16 bytes are
// anything else.
bool decodeFiveTriples(const uint8_t* bytes, char16_t* units) {
  const v128_t block = wasm_v128_load(bytes);
  const v128_t bits = wasm_u8x16_make(0xF0, 0xC0, 0xC0, 0xF0, 0xC0, 0xC0, 0xF0, 0xC0, 0xC0, 0xF0,
                                      0xC0, 0xC0, 0xF0, 0xC0, 0xC0, 0);
  const v128_t triple = wasm_u8x16_make(0xE0, 0x80, 0x80, 0xE0, 0x80, 0x80, 0xE0, 0x80, 0x80, 0xE0,
                                        0x80, 0x80, 0xE0, 0x80, 0x80, 0);
  if (!wasm_i8x16_all_true(wasm_i8x16_eq(wasm_v128_and(block, bits), triple))) return false;
  // Each 16-bit lane gets one of its character's bytes.
  const v128_t first =
      wasm_i8x16_shuffle(block, block, 0, 0, 3, 0, 6, 0, 9, 0, 12, 0, 0, 0, 0, 0, 0, 0);
  const v128_t second =
      wasm_i8x16_shuffle(block, block, 1, 1, 4, 4, 7, 7, 10, 10, 13, 13, 0, 0, 0, 0, 0, 0);
  const v128_t third =
      wasm_i8x16_shuffle(block, block, 2, 2, 5, 5, 8, 8, 11, 11, 14, 14, 0, 0, 0, 0, 0, 0);
  const v128_t low = wasm_i16x8_splat(0x003F);
  const v128_t result = wasm_v128_or(
      wasm_v128_or(
          wasm_i16x8_shl(first, 12),
          wasm_v128_and(wasm_i16x8_shl(wasm_v128_and(second, low), 6), wasm_i16x8_splat(0x0FC0))),
      wasm_v128_and(third, low));
  // Overlong forms and surrogates are not UTF-8.
  const v128_t invalid = wasm_v128_or(
      wasm_u16x8_lt(result, wasm_i16x8_splat(0x0800)),
      wasm_i16x8_eq(wasm_v128_and(result, wasm_u16x8_splat(0xF800)), wasm_u16x8_splat(0xD800)));
  if ((wasm_i16x8_bitmask(invalid) & 0x1F) != 0) return false;
  wasm_v128_store(units, result);
  return true;
}
#endif

}  // namespace

char16_t* utf8ToUtf16(const uint8_t* bytes, const uint8_t* end, char16_t* units) {
  while (bytes < end) {
    const uint32_t lead = *bytes;
    if (lead < 0x80) {
      const uint32_t taken = widenAscii(bytes, end, units);
      bytes += taken, units += taken;
      continue;
    }
#if defined(__wasm_simd128__)
    while (end - bytes >= 16 && decodeFiveTriples(bytes, units)) bytes += 15, units += 5;
    if (bytes == end || *bytes != lead) continue;
#endif
    // The standard's "UTF-8 lower boundary", "upper boundary", "bytes needed" and "code point".
    uint32_t lower = 0x80, upper = 0xBF, needed = 0, codePoint = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      needed = 1, codePoint = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      if (lead == 0xE0) lower = 0xA0;
      if (lead == 0xED) upper = 0x9F;
      needed = 2, codePoint = lead & 0x0F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      if (lead == 0xF0) lower = 0x90;
      if (lead == 0xF4) upper = 0x8F;
      needed = 3, codePoint = lead & 0x07;
    }
    ++bytes;
    const bool isLead = needed != 0;
    while (needed != 0 && bytes < end && *bytes >= lower && *bytes <= upper) {
      codePoint = codePoint << 6 | (*bytes++ & 0x3Fu);
      lower = 0x80, upper = 0xBF;
      --needed;
    }
    if (!isLead || needed != 0) {
      *units++ = 0xFFFD;
    } else if (codePoint < 0x10000) {
      *units++ = static_cast<char16_t>(codePoint);
    } else {
      *units++ = static_cast<char16_t>(0xD7C0 + (codePoint >> 10));
      *units++ = static_cast<char16_t>(0xDC00 + (codePoint & 0x3FF));
    }
  }
  return units;
}

}  // namespace eventsource
