// What stands behind the one handle of an EventSource, from createSource() to destroySource().
#pragma once

#include <cstdint>

#include "../src/connection.h"
#include "../src/event_stream_parser.h"
#include "parser_state.h"

namespace eventsource {

struct Source {
  explicit Source(uint32_t maxEventSize) : parser(maxEventSize) {}

  EventStreamParser parser;
  Connection connection;
  int32_t parserState[kParserStateWords] = {};  // for JavaScript to read, see ParserState
};

// A handle is the address of a Source, as JavaScript holds it; 0 is none.
using Handle = uint32_t;

inline Source& sourceOf(Handle handle) {
  return *reinterpret_cast<Source*>(static_cast<uintptr_t>(handle));
}

}  // namespace eventsource
