// Every parser test runs at every chunk size, and against the reference parser, through this
// helper.
#pragma once

#include <string_view>

#include "observation.h"
#include "parse_stream.h"

namespace eventsource::testing {

// Requires that the stream yields `expected`: from the reference parser, and from the fast one in
// chunks of 1, 2, 3 ... bytes, in one chunk, and in two chunks cut at each place. Short streams
// only. Comments are part of `expected` when setup.comments is set. Runs of changes of the last
// event ID are merged as mergeLastEventIds() does.
void requireAtEveryChunkSize(std::string_view stream, const Observations& expected,
                             const ParserSetup& setup = {});

}  // namespace eventsource::testing
