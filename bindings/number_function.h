// emscripten::function() for functions of plain numbers: what needs no conversion between C++ and
// JavaScript, costs no glue, and is the same with all of embind and with slim_embind.cpp.
#pragma once

#include <emscripten/bind.h>

#include <cstdint>
#include <type_traits>

namespace eventsource {

// uint32_t may come in, not go out: WebAssembly hands every 32-bit result to JavaScript as signed.
template <class T>
inline constexpr bool kIsResult =
    std::is_same_v<T, void> || std::is_same_v<T, int32_t> || std::is_same_v<T, double>;
template <class T>
inline constexpr bool kIsArgument =
    std::is_same_v<T, int32_t> || std::is_same_v<T, uint32_t> || std::is_same_v<T, double>;

template <class Result, class... Arguments>
void numberFunction(const char* name, Result (*function)(Arguments...)) {
  static_assert(kIsResult<Result> && (kIsArgument<Arguments> && ...));
  emscripten::function(name, function);
}

}  // namespace eventsource
