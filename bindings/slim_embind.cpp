// The part of embind's run time that functions of plain numbers need (number_function.h guards that
// there are no others): hands each function's name and place in the table to slim_embind.js. All of
// embind would come with converters for every string, container and view that C++ may pass, most of
// the module's size and of the time it takes to start.
//
// It defines two functions that <emscripten/bind.h> declares. Where Emscripten declares them
// differently (before 3.1.68, for example) this does not compile, and CMakeLists.txt links all of
// embind instead.
#include <emscripten/bind.h>

extern "C" {

__attribute__((import_module("embind"), import_name("expose"))) void expose(
    const char* name, emscripten::internal::GenericFunction function);

// The bindings have been initialized by then; who asks again are threads.
void _embind_register_bindings(emscripten::internal::InitFunc*) {}

// The invoker is left out: it converts the arguments, which are what they are, and calls the
// function.
void _embind_register_function(const char* name, unsigned, const emscripten::internal::TYPEID[],
                               const char*, emscripten::internal::GenericFunction,
                               emscripten::internal::GenericFunction function, bool, bool) {
  expose(name, function);
}

}  // extern "C"
