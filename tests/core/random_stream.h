// Seeded random event streams of the nasty kind: half-right field names, all line ends, broken
// UTF-8, NUL, byte order marks, and lengths around the sizes at which the fast parser changes its
// mind.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace eventsource::testing {

class RandomStream {
 public:
  explicit RandomStream(uint64_t seed) : random_(seed) {}

  // A stream of `pieces` random pieces.
  std::string stream(size_t pieces);

  // The sizes of the chunks into which `length` bytes are cut; zeros may be among them.
  std::vector<size_t> chunks(size_t length);

  // A number in [0, below).
  size_t below(size_t below) { return static_cast<size_t>(random_() % below); }

 private:
  std::string piece();
  std::string line(std::string start);
  std::string value();
  std::string lineEnd();
  template <size_t n>
  std::string oneOf(const char* const (&texts)[n]) {
    return texts[below(n)];
  }

  std::mt19937_64 random_;
};

// The types that random streams use often.
inline const std::vector<std::string> kRandomTypes = {
    "x", "price", "a-type-longer-than-eight-bytes", "\xe4\xb8\xad"};

}  // namespace eventsource::testing
