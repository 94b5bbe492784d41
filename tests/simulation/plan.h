// What one seed stands for: a stream of events, a client's options, and the faults that it meets.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "dice.h"
#include "retry_policy.h"

namespace eventsource::simulation {

enum class Fault : uint8_t {
  kNone,
  kRefused,         // the request fails
  kUnavailable,     // 503, sometimes with Retry-After; the client retries
  kFinalStatus,     // 204 or 401; the client does not retry
  kNoResponse,      // until connectTimeout, or until the network gives up
  kRedirected,      // opens after some more round trips
  kEnded,           // the body ends, after any byte
  kBroken,          // the body breaks off, after any byte
  kStalled,         // nothing more comes after some byte
  kRepeated,        // the server begins with the last event that the client has already
  kOffline,         // a span without network, which the browser reports
  kFalselyOffline,  // the browser reports one, but the network works
  kHidden,          // the page is hidden for a while
  kSleep,           // the computer sleeps: clocks jump, timers are late
  kReconnectByCaller,
  kCount,
};
inline constexpr int kFaults = static_cast<int>(Fault::kCount);

const char* nameOf(Fault fault);

struct Plan {
  explicit Plan(Dice& dice);

  int events;        // that the server publishes in all
  double faultsEnd;  // ms; no fault begins after this
  double interval;   // ms between two events; they may be published before faults end, or after
  double retry;      // ms, of a retry field that the server sends; negative: none
  double reconnectionTime;  // ms, the option retryInterval
  double connectTimeout;    // ms; 0: none
  double idleTimeout;       // ms; 0: none
  bool mayEnd;              // whether a fault may be final for the client
  uint64_t faultPercent;    // of attempts, and of connections
  RetryPolicy policy;

  double longestDelay() const;
};

// How often each fault was met.
using FaultCounts = std::array<uint64_t, kFaults>;

}  // namespace eventsource::simulation
