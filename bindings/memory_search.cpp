// memchr() and memcmp() for the WebAssembly module. The C library's are unrolled for long texts;
// what the core looks at are ids and names of event types.
#include <cstring>

extern "C" {

void* memchr(const void* memory, int character, size_t length) {
  const auto* byte = static_cast<const unsigned char*>(memory);
  for (; length != 0; ++byte, --length) {
    if (*byte == static_cast<unsigned char>(character)) return const_cast<unsigned char*>(byte);
  }
  return nullptr;
}

int memcmp(const void* left, const void* right, size_t length) {
  const auto* a = static_cast<const unsigned char*>(left);
  const auto* b = static_cast<const unsigned char*>(right);
  for (; length != 0; ++a, ++b, --length) {
    if (*a != *b) return *a - *b;
  }
  return 0;
}

}  // extern "C"
