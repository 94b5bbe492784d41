// The event table: what one call of EventStreamParser::parse() found, as int32 words that C++
// writes and TypeScript reads. This header is the only place where the format is written down; the
// build turns the enums marked "shared" into build/generated/event-table.ts.
//
//   table   = region*
//   region  = start end encoding words record*      `words` counts the words of the records
//   record  = first second meta [idStart idEnd] [typeStart typeEnd]
//
// A region is a run of records whose text is decoded together, so that one string can be cut into
// many. Its string never takes more than kRegionBytes of memory, except when it is one single
// event that is larger: a substring that the page keeps then pins a few KiB at most, and a large
// event pins nothing but itself.
#pragma once

#include <cstdint>

namespace eventsource {

// shared
enum RegionWord : int32_t {
  kRegionStart = 0,     // where the region's text starts, in units of its encoding
  kRegionEnd = 1,       // one past its last unit
  kRegionEncoding = 2,  // an Encoding
  kRegionWords = 3,     // words of the records that follow
  kRegionHeaderWords = 4,
};

// What start, end and the offsets of wanted records count, and from where.
// shared
enum Encoding : int32_t {
  kAscii = 0,       // bytes of the input buffer, each below 0x80
  kUtf16 = 1,       // UTF-16 code units of the text buffer
  kUtf8 = 2,        // bytes of the input buffer, to be decoded record by record
  kAsciiMoved = 3,  // kAscii, but not as the stream had it: lines of data were joined, say
};

// shared
enum RecordWord : int32_t {
  kRecordFirst = 0,   // event, comment: start of the text; retry: the reconnection time in ms
  kRecordSecond = 1,  // event, comment: end of the text
  kRecordMeta = 2,    // type index (kTypeMask) and the flags of RecordMeta; 0 is a plain "message"
  kRecordHeaderWords = 3,
};

// shared
enum RecordMeta : int32_t {
  kTypeMask = 0x00ffffff,     // index of the interned event type; 0 is "message"
  kUnknownType = 0x00ffffff,  // the type was not interned: typeStart and typeEnd follow
  kHasId = 0x01000000,        // the block set the last event ID: idStart and idEnd follow
  kUnwanted = 0x02000000,  // no one wanted the type when it was parsed: every offset of this record
                           // counts bytes of the input buffer, outside the region's text
  kKindMask = 0x0c000000,
  kKindEvent = 0x00000000,
  kKindIdOnly = 0x04000000,   // a block without data that set the last event ID; always kUnwanted
  kKindRetry = 0x08000000,    // a retry field, at its own place in the order
  kKindComment = 0x0c000000,  // a comment, when they are wanted; always kUnwanted
};

// Why a parser takes nothing more of its stream.
// shared
enum ParserFailure : int32_t {
  kNoFailure = 0,
  kEventTooLarge = 1,  // an event exceeded maxEventSize
  kOutOfMemory = 2,
};

// shared
enum Limit : int32_t {
  kRegionBytes = 8192,      // of string memory for one region
  kLargeEventBytes = 1024,  // an event of this size has a region to itself
  kMaxRetry = 0x7fffffff,   // ms; a timer of 2^31 ms or more would fire at once
};

}  // namespace eventsource
