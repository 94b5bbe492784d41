// memcmp() for the WebAssembly module. The C library's is unrolled for long texts; what the core
// compares are names of event types.
#include <cstring>

extern "C" {

int memcmp(const void* left, const void* right, size_t length) {
  const auto* a = static_cast<const unsigned char*>(left);
  const auto* b = static_cast<const unsigned char*>(right);
  for (; length != 0; ++a, ++b, --length) {
    if (*a != *b) return *a - *b;
  }
  return 0;
}

}  // extern "C"
