// Runs the fast parser over a stream that is cut into chunks in a given way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "event_stream_parser.h"
#include "observation.h"
#include "read_table.h"

namespace eventsource::testing {

inline constexpr uint32_t kNoLimit = 0x40000000;

struct ParserSetup {
  uint32_t maxEventSize = kNoLimit;
  std::vector<std::string> types = {};  // interned, and so wanted, besides "message"
  bool message = true;
  bool unknownTypes = true;
  bool comments = false;
};

// A parser with a reader for its tables.
class StreamParser {
 public:
  explicit StreamParser(const ParserSetup& setup = {});

  // Feeds one chunk and reads all of its tables.
  void push(std::string_view chunk);
  // Feeds `bytes` in chunks of `chunkSize` bytes; the last one may be shorter.
  void pushInPieces(std::string_view bytes, size_t chunkSize);

  // The index under which the reader, too, knows the type from now on.
  uint32_t internType(std::string_view type);

  EventStreamParser& parser() { return parser_; }
  const TableReader& reader() const { return reader_; }
  const Observations& observations() const { return reader_.observations(); }

  // Work and memory, counted and not timed:
  uint32_t tables() const { return tables_; }            // tables read, over all chunks
  size_t largestInput() const { return largestInput_; }  // most bytes ever held in the input buffer
  uint64_t bytesMoved() const {
    return bytesMoved_;
  }  // bytes kept when the input buffer was shifted

 private:
  EventStreamParser parser_;
  std::vector<std::string> types_ = {"message"};
  TableReader reader_;
  uint32_t tables_ = 0;
  size_t largestInput_ = 0;
  uint64_t bytesMoved_ = 0;
  const uint8_t* inputEnd_ = nullptr;  // where the next chunk goes if nothing is shifted
};

// What a whole stream yields; chunkSize 0 means one single chunk.
Observations parseInChunks(std::string_view stream, size_t chunkSize,
                           const ParserSetup& setup = {});

}  // namespace eventsource::testing
