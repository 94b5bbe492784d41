// How long to wait before the next attempt to connect, and when to give up. The standard asks for
// the reconnection time and allows "some more" (WHATWG HTML 9.2.3, "reestablish the connection");
// this file is that "some more". All times are in ms. No clock and no random
// numbers: the caller brings both.
//
// A delay is the largest of
//   1. the reconnection time, as it is: what the native EventSource waits;
//   2. after several failed attempts in a row, the reconnection time grown, less some jitter;
//   3. after several short rounds in a row, the same, but up to a second only;
//   4. while the browser says that it is offline, kOfflineDelay, grown with each wait, less some
//      jitter;
//   5. what the server asked for in Retry-After;
//   6. kMinDelay.
#pragma once

#include <cstdint>
#include <limits>

namespace eventsource {

// The default reconnection time: "probably in the region of a few seconds" says the standard;
// Chromium and WebKit wait 3 s, Firefox 5 s. One second serves people better and burdens no server.
inline constexpr double kDefaultReconnectionTime = 1000;

// A timer of 2^31 ms or more fires at once.
inline constexpr double kMaxDelay = 2147483647;

// In place of the time in a Retry-After header, when there is none.
inline constexpr double kNoRetryAfter = -1;

// Below a display frame or so a wait is not noticed, so even `retry: 0` can afford it; fifty
// requests a second is what a server meets at worst, and for kFreeShortRounds rounds only.
inline constexpr double kMinDelay = 20;

// A connection that stayed open for less than this made a short round; long enough to exceed the
// round trip of a server that refuses by ending its response at once.
inline constexpr double kShortRound = 1000;

// Short rounds in a row that cost nothing: restarts behind a load balancer, say.
inline constexpr int32_t kFreeShortRounds = 5;

inline constexpr double kShortRoundFactor = 2;

// What short rounds may make a delay grow to. Equal to the default reconnection time, so a server
// that is polled on purpose (opens, sends, ends; once a second) is never slowed down. One that asks
// to be polled faster than that is, after a few rounds: nothing tells it from a server that is
// broken. A maxInterval below this is the way to keep up with it.
inline constexpr double kMaxShortRoundDelay = 1000;

// The first wait while offline, unless maxInterval is less. Those after it grow as if attempts had
// failed, by RetryPolicy::factor.
inline constexpr double kOfflineDelay = 5000;

// The defaults are the native behaviour except for failed attempts in a row, where the standard
// leaves growth open ("exponential backoff" is its own example).
struct RetryPolicy {
  static constexpr double kForever = std::numeric_limits<double>::infinity();

  bool retries = true;         // false, one-shot: failure and end of the body are final
  double maxInterval = 30000;  // ms; growth ends here or at the reconnection time, if longer
  double factor = 2;           // by which each failed attempt after the first lengthens the delay
  double jitter = 0.5;         // 0..1; a grown delay d becomes one in [d * (1 - jitter), d]
  double maxAttempts = kForever;  // failed attempts in a row, then give up; 0: never retry
  double maxElapsed = kForever;   // ms into an outage, then no attempt starts any more

  // Every number brought into its range; one that is NaN becomes its default.
  RetryPolicy checked() const;

  // What the present outage looks like when a delay is asked for.
  struct Outage {
    double reconnectionTime;   // ms, 0..kMaxDelay
    int32_t failures;          // attempts in a row that did not open, the latest included
    int32_t shortRounds;       // connections in a row that opened, but for less than kShortRound
    double retryAfter;         // ms, or kNoRetryAfter
    int32_t offlineWaits = 0;  // waits in a row that began while offline, this one included
  };

  // Whole ms, kMinDelay..kMaxDelay, never less than the reconnection time. `random`: in [0, 1).
  double delay(const Outage& outage, double random) const;

  // Whether another attempt may start `delay` ms from now, `elapsed` ms into the outage.
  bool allows(int32_t failures, double elapsed, double delay) const;
};

}  // namespace eventsource
