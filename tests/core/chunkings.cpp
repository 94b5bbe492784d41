#include "chunkings.h"

#include <catch2/catch_test_macros.hpp>

#include "reference_parser.h"

namespace eventsource::testing {

void requireAtEveryChunkSize(std::string_view stream, const Observations& expected,
                             const ParserSetup& setup) {
  INFO("stream " << quoted(std::string(stream)));
  const ReferenceResult reference = parseByTheStandard(stream);
  REQUIRE(mergeLastEventIds(setup.comments ? reference.observations
                                           : withoutComments(reference.observations)) == expected);

  for (size_t chunkSize = 1; chunkSize <= stream.size(); chunkSize++) {
    INFO("in chunks of " << chunkSize << " bytes");
    StreamParser parser(setup);
    parser.pushInPieces(stream, chunkSize);
    REQUIRE(mergeLastEventIds(parser.observations()) == expected);
    REQUIRE(parser.reader().lastEventId() == reference.lastEventId);
    REQUIRE(parser.parser().failure() == kNoFailure);
  }
  for (size_t cut = 1; cut < stream.size(); cut++) {
    INFO("cut after byte " << cut);
    StreamParser parser(setup);
    parser.push(stream.substr(0, cut));
    parser.push(stream.substr(cut));
    REQUIRE(mergeLastEventIds(parser.observations()) == expected);
    REQUIRE(parser.reader().lastEventId() == reference.lastEventId);
  }
}

}  // namespace eventsource::testing
