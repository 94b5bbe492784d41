// No sequence of inputs leaves the connection machine's graph: see tests/core/connection_walk.h.
#include "../core/connection_walk.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  eventsource::testing::walkConnection(bytes, size);
  return 0;
}
