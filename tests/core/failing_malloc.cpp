#include "failing_malloc.h"

#include <cstddef>

namespace eventsource::testing {
namespace {

bool isFailing = false;
uint32_t left = 0;

bool fails() {
  if (!isFailing) return false;
  if (left == 0) return true;
  --left;
  return false;
}

}  // namespace

FailingMalloc::FailingMalloc(uint32_t successes) {
  left = successes;
  isFailing = true;
}

FailingMalloc::~FailingMalloc() { isFailing = false; }

}  // namespace eventsource::testing

// The linker has all calls of malloc and calloc come here, see tests/CMakeLists.txt.
extern "C" {
void* __real_malloc(size_t size);
void* __real_calloc(size_t count, size_t size);

void* __wrap_malloc(size_t size) {
  return eventsource::testing::fails() ? nullptr : __real_malloc(size);
}

void* __wrap_calloc(size_t count, size_t size) {
  return eventsource::testing::fails() ? nullptr : __real_calloc(count, size);
}
}
