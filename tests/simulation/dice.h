// Random numbers that are the same for a seed on every platform, which those of <random>'s
// distributions are not. SplitMix64.
#pragma once

#include <cstdint>

namespace eventsource::simulation {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // In [0, n).
  uint64_t below(uint64_t n) { return next() % n; }

  // In [0, 1).
  double fraction() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  // True `percent` times in a hundred.
  bool chance(uint64_t percent) { return below(100) < percent; }

  template <typename T, int n>
  T oneOf(const T (&values)[n]) {
    return values[below(n)];
  }

 private:
  uint64_t state_;
};

}  // namespace eventsource::simulation
