#pragma once

#include <cstdint>

namespace eventsource::testing {

// While it lives, malloc() and calloc() succeed so many times and return nullptr then.
class FailingMalloc {
 public:
  explicit FailingMalloc(uint32_t successes);
  ~FailingMalloc();
  FailingMalloc(const FailingMalloc&) = delete;
  FailingMalloc& operator=(const FailingMalloc&) = delete;
};

}  // namespace eventsource::testing
