// The size of events as maxEventSize counts it, read off the stream line by line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace eventsource::testing {

// The smallest maxEventSize with which the stream passes: the most that an event's data, id and
// type so far, and the bytes of the line that comes next, ever take together. Lines that are no
// fields do not count; one that has not ended does when it has its colon. Types that were not
// interned (all but "message" here) count.
uint64_t largestEventSize(std::string_view stream);

// The stream up to the first line that is too large for the limit, or the whole stream.
std::string_view linesWithin(std::string_view stream, uint64_t maxEventSize);

// The stream with comments whose lines are larger than the limit replaced by fields that are
// ignored.
std::string withoutLargeComments(std::string_view stream, uint64_t maxEventSize);

}  // namespace eventsource::testing
