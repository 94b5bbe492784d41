// The fast parser against the reference parser on random streams, cut at random.
// A failure prints its seed; run that one alone with  EVENTSOURCE_SEED=<seed> core_tests "[random]"
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event_size.h"
#include "parse_stream.h"
#include "random_stream.h"
#include "reference_parser.h"

using namespace eventsource;
using namespace eventsource::testing;

namespace {

constexpr uint64_t kRuns = 3000;

// Calls run(seed) for every seed, or for the one that was asked for.
template <class Run>
void forEverySeed(Run run) {
  if (const char* seed = std::getenv("EVENTSOURCE_SEED"))
    return run(std::strtoull(seed, nullptr, 10));
  for (uint64_t seed = 1; seed <= kRuns; seed++) run(seed);
}

void pushInChunks(StreamParser& parser, std::string_view bytes, const std::vector<size_t>& chunks) {
  for (const size_t size : chunks) {
    parser.push(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
}

ParserSetup randomSetup(RandomStream& random) {
  ParserSetup setup;
  if (random.below(2) == 0) setup.types = kRandomTypes;
  setup.message = random.below(4) != 0;
  setup.unknownTypes = random.below(2) == 0;
  setup.comments = random.below(2) == 0;
  return setup;
}

Observations expectedOf(Observations reference, const ParserSetup& setup) {
  return mergeLastEventIds(setup.comments ? reference : withoutComments(std::move(reference)));
}

void requireSame(const StreamParser& parser, const Observations& expected) {
  REQUIRE(firstDifference(mergeLastEventIds(parser.observations()), expected) == "");
}

}  // namespace

TEST_CASE("random streams yield what the reference parser says, however they are cut", "[random]") {
  forEverySeed([](uint64_t seed) {
    INFO("seed " << seed);
    RandomStream random(seed);
    const std::string stream = random.stream(random.below(200));
    const ParserSetup setup = randomSetup(random);
    const std::vector<size_t> chunks = random.chunks(stream.size());
    const ReferenceResult reference = parseByTheStandard(stream);

    StreamParser parser(setup);
    pushInChunks(parser, stream, chunks);
    requireSame(parser, expectedOf(reference.observations, setup));
    REQUIRE(parser.reader().lastEventId() == reference.lastEventId);
    REQUIRE(parser.parser().failure() == kNoFailure);
  });
}

TEST_CASE("random streams one after another in one parser do not touch each other", "[random]") {
  forEverySeed([](uint64_t seed) {
    INFO("seed " << seed);
    RandomStream random(seed);
    const ParserSetup setup = randomSetup(random);
    StreamParser parser(setup);
    Observations expected;
    std::string lastEventId;
    for (int i = 0; i < 4; i++) {
      const std::string stream = random.stream(random.below(30));
      const ReferenceResult reference = parseByTheStandard(stream, lastEventId);
      expected.insert(expected.end(), reference.observations.begin(), reference.observations.end());
      lastEventId = reference.lastEventId;
      pushInChunks(parser, stream, random.chunks(stream.size()));
      parser.parser().reset();
    }
    requireSame(parser, expectedOf(expected, setup));
    REQUIRE(parser.reader().lastEventId() == lastEventId);
  });
}

TEST_CASE("a random stream with a limit fails exactly if one of its events exceeds it",
          "[random]") {
  forEverySeed([](uint64_t seed) {
    INFO("seed " << seed);
    RandomStream random(seed);
    const std::string stream = random.stream(random.below(60));
    const uint64_t needed = largestEventSize(stream);
    const uint64_t limit = random.below(2) == 0 ? needed - (needed > 0 ? random.below(2) : 0)
                                                : random.below(needed * 2 + 2);
    INFO("limit " << limit << " of " << needed);

    const ParserSetup setup{.maxEventSize = static_cast<uint32_t>(limit),
                            .comments = random.below(2) == 0};
    StreamParser parser(setup);
    pushInChunks(parser, stream, random.chunks(stream.size()));
    REQUIRE(parser.parser().failure() == (needed > limit ? kEventTooLarge : kNoFailure));
    // What came before the line that is too large has arrived.
    const ReferenceResult before =
        parseByTheStandard(withoutLargeComments(linesWithin(stream, limit), limit));
    requireSame(parser, expectedOf(before.observations, setup));
    REQUIRE(parser.reader().lastEventId() == before.lastEventId);
  });
}
