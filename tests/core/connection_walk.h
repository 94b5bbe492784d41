// Drives a Connection by inputs that bytes choose, and checks at each step what must hold for every
// sequence of inputs. Random bytes make a test of it, a fuzzer's bytes a fuzzer.
#pragma once

#include <cstddef>
#include <cstdint>

namespace eventsource::testing {

// Throws std::logic_error when, for some step,
//   the action and the two states are no edge of the graph in src/connection.h,
//   a closed connection asks for anything or leaves kClosed,
//   a delay is not finite and whole, or is below the reconnection time or kMinDelay, or above
//   kMaxDelay, failures are negative, or remain after a connection has opened, the reconnection
//   time is not whole and within a timer's range.
void walkConnection(const uint8_t* bytes, size_t length);

}  // namespace eventsource::testing
