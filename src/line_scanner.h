// Looks at an event stream 64 bytes at a time and tells where the line ends and the non-ASCII bytes
// are. Three forms behind one interface: WebAssembly SIMD, SSE2, and plain 64-bit words for builds
// without either; LineScannerBlock is the best that the target has.
//
// A block is read whole, also where the stream ends inside it: the caller owns kBlockBytes readable
// bytes from the block's start and masks off what is behind the end.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventsource {

inline constexpr uint32_t kBlockBytes = 64;

// Bit i of each mask speaks of byte i of the block.
//   isPlain()          true when the block has neither line ends nor non-ASCII bytes; may be false
//                      for a block with other control characters
//   lineFeeds()        which bytes are LF
//   carriageReturns()  which are CR
//   nonAscii()         which are 0x80 or more

// The form without SIMD: eight bytes in a word.
class ScalarBlock {
 public:
  explicit ScalarBlock(const uint8_t* bytes) { std::memcpy(words_, bytes, sizeof words_); }

  bool isPlain() const {
    uint64_t found = 0;
    // A byte below 14 borrows into its top bit. A borrow may spill over into the next byte, but
    // only where there is something to be found already.
    for (const uint64_t word : words_) found |= (word - kOnes * 14) | word;
    return (found & kTopBits) == 0;
  }
  uint64_t lineFeeds() const { return equalTo('\n'); }
  uint64_t carriageReturns() const { return equalTo('\r'); }
  uint64_t nonAscii() const {
    uint64_t mask = 0;
    for (int i = 0; i < 8; ++i) mask |= gather(words_[i] & kTopBits) << (8 * i);
    return mask;
  }

 private:
  static constexpr uint64_t kOnes = 0x0101010101010101;
  static constexpr uint64_t kTopBits = 0x8080808080808080;

  // The eight top bits as one byte, the first byte's lowest.
  static uint64_t gather(uint64_t topBits) { return ((topBits >> 7) * 0x0102040810204080) >> 56; }

  uint64_t equalTo(uint8_t byte) const {
    uint64_t mask = 0;
    for (int i = 0; i < 8; ++i) {
      const uint64_t difference = words_[i] ^ (kOnes * byte);
      // The top bit of each byte that is not zero: no carry leaves a byte.
      const uint64_t nonZero = ((difference & ~kTopBits) + ~kTopBits) | difference;
      mask |= gather(~nonZero & kTopBits) << (8 * i);
    }
    return mask;
  }

  uint64_t words_[8];
};

// The form for 16-byte vectors, whatever their instruction set.
template <class Vector>
class VectorBlock {
 public:
  explicit VectorBlock(const uint8_t* bytes)
      : a_(Vector::load(bytes)),
        b_(Vector::load(bytes + 16)),
        c_(Vector::load(bytes + 32)),
        d_(Vector::load(bytes + 48)) {}

  // Compared as signed numbers, LF, CR and every byte from 0x80 on are below 14.
  bool isPlain() const {
    return !Vector::any((a_.below14() | b_.below14()) | (c_.below14() | d_.below14()));
  }
  uint64_t lineFeeds() const { return equalTo('\n'); }
  uint64_t carriageReturns() const { return equalTo('\r'); }
  uint64_t nonAscii() const {
    if (((a_ | b_) | (c_ | d_)).topBits() == 0) return 0;
    return join(a_.topBits(), b_.topBits(), c_.topBits(), d_.topBits());
  }

 private:
  static uint64_t join(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    return static_cast<uint64_t>(a | b << 16) | static_cast<uint64_t>(c | d << 16) << 32;
  }
  uint64_t equalTo(uint8_t byte) const {
    const Vector wanted = Vector::splat(byte);
    return join(a_.equal(wanted).topBits(), b_.equal(wanted).topBits(), c_.equal(wanted).topBits(),
                d_.equal(wanted).topBits());
  }

  Vector a_, b_, c_, d_;
};

#if defined(__wasm_simd128__)

struct WasmVector {
  v128_t value;
  static WasmVector load(const uint8_t* bytes) { return {wasm_v128_load(bytes)}; }
  static WasmVector splat(uint8_t byte) { return {wasm_u8x16_splat(byte)}; }
  static bool any(WasmVector vector) { return wasm_v128_any_true(vector.value); }
  WasmVector operator|(WasmVector other) const { return {wasm_v128_or(value, other.value)}; }
  WasmVector equal(WasmVector other) const { return {wasm_i8x16_eq(value, other.value)}; }
  WasmVector below14() const { return {wasm_i8x16_lt(value, wasm_i8x16_splat(14))}; }
  uint32_t topBits() const { return wasm_i8x16_bitmask(value); }
};
using LineScannerBlock = VectorBlock<WasmVector>;

#elif defined(__SSE2__)

struct Sse2Vector {
  __m128i value;
  static Sse2Vector load(const uint8_t* bytes) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes))};
  }
  static Sse2Vector splat(uint8_t byte) { return {_mm_set1_epi8(static_cast<char>(byte))}; }
  static bool any(Sse2Vector vector) { return _mm_movemask_epi8(vector.value) != 0; }
  Sse2Vector operator|(Sse2Vector other) const { return {_mm_or_si128(value, other.value)}; }
  Sse2Vector equal(Sse2Vector other) const { return {_mm_cmpeq_epi8(value, other.value)}; }
  Sse2Vector below14() const { return {_mm_cmplt_epi8(value, _mm_set1_epi8(14))}; }
  uint32_t topBits() const { return static_cast<uint32_t>(_mm_movemask_epi8(value)); }
};
using LineScannerBlock = VectorBlock<Sse2Vector>;

#else

using LineScannerBlock = ScalarBlock;

#endif

}  // namespace eventsource
