// Reads event tables back into observations by the rules of src/event_table.h, and checks on the
// way every promise that header makes. A broken promise throws std::logic_error, which fails a test
// and stops a fuzzer alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "event_stream_parser.h"
#include "observation.h"

namespace eventsource::testing {

class TableReader {
 public:
  // `types[i]` is the name of the type with index i; types[0] is "message". The vector may grow
  // while the reader is in use.
  explicit TableReader(const std::vector<std::string>& types) : types_(types) {}

  // Appends what the parser's table of `words` words says. Call it after each parse().
  void read(const EventStreamParser& parser, uint32_t words);

  // The last event ID string, which lives on when the parser is reset.
  const std::string& lastEventId() const { return lastEventId_; }
  const Observations& observations() const { return observations_; }
  // Which observations came from records marked kUnwanted; as long as observations().
  const std::vector<bool>& unwanted() const { return unwanted_; }
  // The encodings of the regions read, in order.
  const std::vector<int32_t>& encodings() const { return encodings_; }

 private:
  struct Region;
  struct Span;

  void readRegion(Region& region);
  void readRecord(Region& region);
  void readEvent(Region& region, int32_t meta, Span data);
  std::string textOf(const Region& region, Span span, bool fromInput) const;
  void observe(Observation observation, bool unwanted);

  const std::vector<std::string>& types_;
  std::string lastEventId_;
  Observations observations_;
  std::vector<bool> unwanted_;
  std::vector<int32_t> encodings_;
};

}  // namespace eventsource::testing
