// malloc() and its kin for the WebAssembly module, a tenth the size of a general one's. The core
// asks for few blocks, of powers of two, and takes "no memory" for an answer.
#include <cstdlib>
#include <cstring>

#include "block_allocator.h"

extern "C" uint8_t __heap_base;  // where the linker's own data and the stack end

namespace {

class WasmPages {
 public:
  uint32_t end() {
    if (end_ == 0) end_ = pageOf(&__heap_base - 1) + 1;
    return end_;
  }
  bool grow(uint32_t count) {
    const uint32_t end = end_ + count;
    const uint32_t size = __builtin_wasm_memory_size(0);
    constexpr auto kRefused = static_cast<size_t>(-1);
    if (end > size && __builtin_wasm_memory_grow(0, end - size) == kRefused) return false;
    end_ = end;
    return true;
  }
  uint8_t* at(uint32_t page) const { return reinterpret_cast<uint8_t*>(page << 16); }
  uint32_t pageOf(const void* block) const { return reinterpret_cast<uintptr_t>(block) >> 16; }

 private:
  uint32_t end_ = 0;  // of the pages in hand, 0: not asked yet
};

constinit eventsource::BlockAllocator<WasmPages> allocator;

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
