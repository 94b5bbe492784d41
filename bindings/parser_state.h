// What JavaScript reads and what it needs to know before and after each call of the parser.
#pragma once

#include <cstdint>

namespace eventsource {

// Places of int32 words at parserState(handle).
// shared
enum ParserState : int32_t {
  kInputBase = 0,  // address of the input buffer
  kInputEnd = 1,   // bytes of it in use: the next chunk goes to kInputBase + kInputEnd
  kInputRoom = 2,  // bytes that fit there without reserve()
  kTextBase = 3,   // address of the text buffer (kUtf16 regions)
  kTableBase = 4,  // address of the table
  kMore = 5,       // 1: the table is full, call parse(0) for the rest of the chunk
  kFailure = 6,    // a ParserFailure: the parser takes nothing more
  kParserStateWords = 7,
};

}  // namespace eventsource
