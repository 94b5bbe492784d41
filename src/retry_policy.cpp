#include "retry_policy.h"

#include <algorithm>

namespace eventsource {
namespace {

// NaN fails the comparison and so becomes the fallback.
double within(double value, double low, double high, double fallback) {
  return value == value ? std::clamp(value, low, high) : fallback;
}

// start * factor^times, up to `end`; times <= 0 is not grown at all.
double grow(double start, double factor, int32_t times, double end) {
  double grown = start;
  for (int32_t i = 0; i < times && grown < end && factor > 1; ++i) grown *= factor;
  return std::min(grown, std::max(start, end));
}

}  // namespace

RetryPolicy RetryPolicy::checked() const {
  const RetryPolicy defaults;
  RetryPolicy policy;
  policy.retries = retries;
  policy.maxInterval = within(maxInterval, 0, kMaxDelay, defaults.maxInterval);
  policy.factor = within(factor, 1, kForever, defaults.factor);
  policy.jitter = within(jitter, 0, 1, defaults.jitter);
  policy.maxAttempts = within(maxAttempts, 0, kForever, defaults.maxAttempts);
  policy.maxElapsed = within(maxElapsed, 0, kForever, defaults.maxElapsed);
  return policy;
}

double RetryPolicy::delay(const Outage& outage, double random) const {
  // All growth starts here: a reconnection time of 0 would stay 0 however often it is doubled.
  double base = std::max(outage.reconnectionTime, kMinDelay);

  double afterFailures = grow(base, factor, outage.failures - 1, maxInterval);
  double afterShortRounds = grow(base, kShortRoundFactor, outage.shortRounds - kFreeShortRounds,
                                 std::min(kMaxShortRoundDelay, maxInterval));
  double grown = std::max(afterFailures, afterShortRounds);
  if (outage.offlineWaits > 0) {
    double start = std::max(base, std::min(kOfflineDelay, maxInterval));
    grown = std::max(grown, grow(start, factor, outage.offlineWaits - 1, maxInterval));
  }

  // Jitter takes from what has grown, never from the reconnection time itself.
  double least = std::max(base, grown * (1 - jitter));
  double spread = grown - (grown - least) * within(random, 0, 1, 0);

  double delay = std::min(std::max(spread, outage.retryAfter), kMaxDelay);
  return static_cast<double>(static_cast<int32_t>(delay));
}

bool RetryPolicy::allows(int32_t failures, double elapsed, double delay) const {
  return retries && failures < maxAttempts && !(elapsed + delay > maxElapsed);
}

}  // namespace eventsource
