#include "parse_stream.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace eventsource::testing {

StreamParser::StreamParser(const ParserSetup& setup)
    : parser_(setup.maxEventSize), reader_(types_) {
  parser_.want(0, setup.message);
  parser_.wantUnknownTypes(setup.unknownTypes);
  parser_.wantComments(setup.comments);
  for (const std::string& type : setup.types) internType(type);
}

uint32_t StreamParser::internType(std::string_view type) {
  const uint32_t index = parser_.internType(reinterpret_cast<const uint8_t*>(type.data()),
                                            static_cast<uint32_t>(type.size()));
  if (index == kUnknownType) throw std::logic_error("no memory for a type");
  if (index >= types_.size()) types_.resize(index + 1);
  types_[index] = type;
  return index;
}

void StreamParser::push(std::string_view chunk) {
  const auto length = static_cast<uint32_t>(chunk.size());
  uint8_t* const room = parser_.reserve(length);
  // For no bytes at all there need not be a buffer yet.
  if (room == nullptr && length != 0) throw std::logic_error("no memory for a chunk");
  const auto kept = static_cast<size_t>(room - parser_.input());
  if (room != inputEnd_) bytesMoved_ += kept;
  largestInput_ = std::max(largestInput_, kept + length);
  if (length != 0) std::memcpy(room, chunk.data(), length);
  uint32_t words = parser_.parse(length);
  tables_++;
  reader_.read(parser_, words);
  while (parser_.more()) {
    words = parser_.parse(0);
    if (words == 0 && parser_.more()) throw std::logic_error("parse(0) makes no progress");
    tables_++;
    reader_.read(parser_, words);
  }
  inputEnd_ = parser_.input() + parser_.inputEnd();
}

void StreamParser::pushInPieces(std::string_view bytes, size_t chunkSize) {
  for (size_t start = 0; start < bytes.size(); start += chunkSize) {
    push(bytes.substr(start, chunkSize));
  }
}

Observations parseInChunks(std::string_view stream, size_t chunkSize, const ParserSetup& setup) {
  StreamParser parser(setup);
  if (chunkSize == 0) {
    parser.push(stream);
  } else {
    parser.pushInPieces(stream, chunkSize);
  }
  return parser.observations();
}

}  // namespace eventsource::testing
