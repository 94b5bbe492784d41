// Properties of the parser for any stream, cut in any way, with any limit:
//   it yields what the reference parser says, up to the first field that is too large for the
//   limit, without the comments that are; it says kEventTooLarge exactly when there is such a
//   field; its memory is bounded by the limit and the largest chunk; the event table keeps its
//   promises (TableReader throws).
//
// Input: one byte of options, two bytes of limit (0: none), one byte that seeds the chunks; the
// rest is the stream.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "../core/event_size.h"
#include "../core/parse_stream.h"
#include "../core/random_stream.h"
#include "../core/reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;

namespace {

void require(bool holds, std::string_view property) {
  if (holds) return;
  std::cerr << property << std::endl;
  std::abort();
}

ParserSetup setupOf(uint8_t options) {
  ParserSetup setup;
  setup.message = (options & 1) == 0;
  setup.unknownTypes = (options & 2) == 0;
  setup.comments = (options & 4) != 0;
  if ((options & 8) != 0) setup.types = kRandomTypes;
  return setup;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  constexpr size_t kHeader = 4;
  if (size < kHeader) return 0;
  ParserSetup setup = setupOf(bytes[0]);
  const uint32_t limit = static_cast<uint32_t>(bytes[1] | bytes[2] << 8);
  // Interned types take no room; what is counted here are types that are not.
  if (limit != 0) {
    setup.maxEventSize = limit;
    setup.types.clear();
  }
  const std::string_view stream(reinterpret_cast<const char*>(bytes) + kHeader, size - kHeader);
  const std::string_view within = linesWithin(stream, setup.maxEventSize);
  const bool tooLarge = largestEventSize(stream) > setup.maxEventSize;

  const ReferenceResult reference =
      parseByTheStandard(withoutLargeComments(within, setup.maxEventSize));
  const Observations expected = mergeLastEventIds(
      setup.comments ? reference.observations : withoutComments(reference.observations));

  StreamParser parser(setup);
  size_t largestChunk = 0;
  std::string_view rest = stream;
  for (const size_t chunk : RandomStream(bytes[3]).chunks(stream.size())) {
    parser.push(rest.substr(0, chunk));
    rest.remove_prefix(chunk);
    largestChunk = std::max(largestChunk, chunk);
  }
  require(parser.parser().failure() == (tooLarge ? kEventTooLarge : kNoFailure),
          "failure() is wrong");
  const std::string difference =
      firstDifference(mergeLastEventIds(parser.observations()), expected);
  require(difference.empty(), difference);
  require(parser.reader().lastEventId() == reference.lastEventId, "the last event ID is wrong");
  const size_t bound = 8192 + 8 * (std::min<size_t>(setup.maxEventSize, size) + largestChunk);
  require(parser.largestInput() <= bound, "more memory than the limit allows");
  return 0;
}
