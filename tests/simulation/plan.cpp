#include "plan.h"

#include <algorithm>

namespace eventsource::simulation {

const char* nameOf(Fault fault) {
  static constexpr const char* kNames[kFaults] = {"none",         "request refused",
                                                  "503",          "204 or 401",
                                                  "no response",  "redirect",
                                                  "body ended",   "body broken off",
                                                  "body stalled", "last event repeated",
                                                  "offline",      "falsely offline",
                                                  "hidden",       "sleep",
                                                  "reconnect()"};
  return kNames[static_cast<int>(fault)];
}

Plan::Plan(Dice& dice)
    : events(1 + static_cast<int>(dice.below(40))),
      faultsEnd(dice.oneOf({2e3, 2e4, 2e5})),
      interval(dice.oneOf({0.0, 0.5, 1.0, 1.5}) * faultsEnd / events),
      retry(dice.oneOf({-1.0, -1.0, 0.0, 10.0, 500.0, 4000.0})),
      reconnectionTime(dice.oneOf({0.0, 50.0, kDefaultReconnectionTime, 5000.0})),
      connectTimeout(dice.oneOf({0.0, 2000.0, 15000.0})),
      idleTimeout(dice.oneOf({0.0, 10000.0, 45000.0})),
      mayEnd(dice.chance(10)),
      faultPercent(dice.oneOf({uint64_t{30}, uint64_t{70}, uint64_t{95}})) {
  policy.maxInterval = dice.oneOf({1000.0, 5000.0, 30000.0});
  policy.factor = dice.oneOf({1.0, 1.5, 2.0, 4.0});
  policy.jitter = dice.oneOf({0.0, 0.5, 1.0});
  if (!mayEnd) return;
  policy.maxAttempts = dice.oneOf({RetryPolicy::kForever, 3.0, 10.0});
  policy.maxElapsed = dice.oneOf({RetryPolicy::kForever, 20000.0});
}

double Plan::longestDelay() const {
  return std::max({reconnectionTime, retry, policy.maxInterval, kOfflineDelay, kMinDelay});
}

}  // namespace eventsource::simulation
