// malloc() and its kin for the WebAssembly module, a tenth the size of a general one's. The core
// asks for few blocks, and takes "no memory" for an answer.
#include <cstdlib>
#include <cstring>

#include "block_allocator.h"

extern "C" uint8_t __heap_base;  // where the linker's own data and the stack end

namespace {

class WasmMemory {
 public:
  uint8_t* begin() const { return &__heap_base; }  // which the linker aligns to 16 bytes
  uint8_t* reach(uint8_t* end) const {
    const uint32_t pages = (reinterpret_cast<uintptr_t>(end) + 0xffff) >> 16;
    const uint32_t size = __builtin_wasm_memory_size(0);
    constexpr auto kRefused = static_cast<size_t>(-1);
    if (pages > size && __builtin_wasm_memory_grow(0, pages - size) == kRefused) return nullptr;
    return reinterpret_cast<uint8_t*>(__builtin_wasm_memory_size(0) << 16);
  }
};

constinit eventsource::BlockAllocator<WasmMemory> allocator;

}  // namespace

// Not inlined, else each of their many callers would hold a copy.
extern "C" {

[[gnu::noinline]] void* malloc(size_t size) { return allocator.allocate(size); }

[[gnu::noinline]] void free(void* block) { allocator.release(block); }

void* calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) return nullptr;
  void* const block = malloc(bytes);
  return block == nullptr ? nullptr : std::memset(block, 0, bytes);
}

}  // extern "C"
