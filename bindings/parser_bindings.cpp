// EventStreamParser's methods (src/event_stream_parser.h) as functions of plain numbers: a handle,
// addresses, lengths. They have the same names, but wantComments() is part of createSource(), and
// wantUnknownTypes() of want(). What they leave for JavaScript to read is in the
// int32 words at parserState(handle), see parser_state.h.
#include <cstdlib>
#include <new>

#include "number_function.h"
#include "source.h"

namespace eventsource {
namespace {

template <class T>
int32_t addressOf(const T* pointer) {
  return static_cast<int32_t>(reinterpret_cast<uintptr_t>(pointer));
}

template <class T>
T* pointerTo(uint32_t address) {
  return reinterpret_cast<T*>(static_cast<uintptr_t>(address));
}

void publish(Source& source) {
  const EventStreamParser& parser = source.parser;
  int32_t* const state = source.parserState;
  state[kInputBase] = addressOf(parser.input());
  state[kInputEnd] = static_cast<int32_t>(parser.inputEnd());
  state[kInputRoom] = static_cast<int32_t>(parser.inputRoom());
  state[kTextBase] = addressOf(parser.text());
  state[kTableBase] = addressOf(parser.table());
  state[kMore] = parser.more();
  state[kFailure] = parser.failure();
}

// 0: no memory.
int32_t createSource(uint32_t maxEventSize, uint32_t wantsComments) {
  void* const memory = std::malloc(sizeof(Source));
  if (memory == nullptr) return 0;
  auto* const source = new (memory) Source(maxEventSize);
  source->parser.wantComments(wantsComments != 0);
  return addressOf(source);
}

void destroySource(Handle handle) {
  Source* const source = &sourceOf(handle);
  source->~Source();
  std::free(source);
}

int32_t parserState(Handle handle) { return addressOf(sourceOf(handle).parserState); }

// The address to write to; 0: no memory.
int32_t reserve(Handle handle, uint32_t length) {
  Source& source = sourceOf(handle);
  const uint8_t* const room = source.parser.reserve(length);
  publish(source);
  return addressOf(room);
}

int32_t parse(Handle handle, uint32_t length) {
  Source& source = sourceOf(handle);
  const uint32_t words = source.parser.parse(length);
  publish(source);
  return static_cast<int32_t>(words);
}

void reset(Handle handle) {
  Source& source = sourceOf(handle);
  source.parser.reset();
  publish(source);
}

// Memory for what is passed to other functions, to be given back. 0: no memory.
int32_t allocate(uint32_t length) { return addressOf(std::malloc(length)); }
void deallocate(uint32_t address) { std::free(pointerTo<void>(address)); }

int32_t internType(Handle handle, uint32_t address, uint32_t length) {
  return static_cast<int32_t>(
      sourceOf(handle).parser.internType(pointerTo<const uint8_t>(address), length));
}

void forgetType(Handle handle, uint32_t typeIndex) {
  sourceOf(handle).parser.forgetType(typeIndex);
}

// kUnknownType: events whose type was not interned.
void want(Handle handle, uint32_t typeIndex) {
  EventStreamParser& parser = sourceOf(handle).parser;
  if (typeIndex == kUnknownType) {
    parser.wantUnknownTypes(true);
  } else {
    parser.want(typeIndex, true);
  }
}

}  // namespace

EMSCRIPTEN_BINDINGS(parser) {
  numberFunction("createSource", &createSource);
  numberFunction("destroySource", &destroySource);
  numberFunction("parserState", &parserState);
  numberFunction("reserve", &reserve);
  numberFunction("parse", &parse);
  numberFunction("reset", &reset);
  numberFunction("allocate", &allocate);
  numberFunction("deallocate", &deallocate);
  numberFunction("internType", &internType);
  numberFunction("forgetType", &forgetType);
  numberFunction("want", &want);
}

}  // namespace eventsource
