// One simulated world: a client, a server, the network between them, and a seed that decides all
// that happens there.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "client.h"
#include "plan.h"

namespace eventsource::simulation {

struct Outcome {
  uint64_t connections = 0;  // requests that the client sent
  uint64_t events = 0;       // that were compared with what the server sent
  uint64_t bytes = 0;
  bool hasEnded = false;  // by a fault that is final, or since the RetryPolicy gave up
  FaultCounts faults{};
};

// Runs the world of `seed` to its end. What must hold:
//   the client receives every event once and in order, and as the server sent it, however often the
//     connection is lost; where the server itself repeats an event, that is the only one;
//   it has received all of them at a bounded time after the last fault, unless it has ended;
//   requests stay within the rates of src/retry_policy.h;
//   a state has one meaning: what is held, request and timer, follows from it;
//   nothing happens after CLOSED.
// Throws std::logic_error that says which of these did not.
//
// `log`: where each step is told; null: nowhere.
Outcome runWorld(uint64_t seed, Defect defect, std::ostream* log);

}  // namespace eventsource::simulation
