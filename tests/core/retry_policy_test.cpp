#include "retry_policy.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace eventsource {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kAlmostOne = 1 - std::numeric_limits<double>::epsilon();

double afterFailures(const RetryPolicy& policy, double reconnectionTime, int32_t failures,
                     double random = 0) {
  return policy.delay({reconnectionTime, failures, 0, kNoRetryAfter}, random);
}

double afterShortRounds(const RetryPolicy& policy, double reconnectionTime, int32_t shortRounds,
                        double random = 0) {
  return policy.delay({reconnectionTime, 0, shortRounds, kNoRetryAfter}, random);
}

TEST_CASE("a lost connection and the first failed attempt wait exactly the reconnection time") {
  RetryPolicy policy;
  for (double random : {0.0, 0.5, kAlmostOne}) {
    CHECK(afterFailures(policy, 1000, 0, random) == 1000);
    CHECK(afterFailures(policy, 1000, 1, random) == 1000);
    CHECK(afterFailures(policy, 3456, 1, random) == 3456);
  }
}

TEST_CASE("each further failed attempt lengthens the delay by the factor, up to maxInterval") {
  RetryPolicy policy;
  CHECK(afterFailures(policy, 1000, 2) == 2000);
  CHECK(afterFailures(policy, 1000, 3) == 4000);
  CHECK(afterFailures(policy, 1000, 5) == 16000);
  CHECK(afterFailures(policy, 1000, 6) == 30000);
  CHECK(afterFailures(policy, 1000, INT32_MAX) == 30000);

  policy.factor = 3;
  policy.maxInterval = 5000;
  CHECK(afterFailures(policy, 100, 2) == 300);
  CHECK(afterFailures(policy, 100, 4) == 2700);
  CHECK(afterFailures(policy, 100, 5) == 5000);
}

TEST_CASE("a factor of 1 keeps the delay as it is") {
  RetryPolicy policy{.factor = 1};
  CHECK(afterFailures(policy, 1000, INT32_MAX, 0.9) == 1000);
}

TEST_CASE("maxInterval does not shorten the reconnection time") {
  RetryPolicy policy{.maxInterval = 500};
  CHECK(afterFailures(policy, 1000, 1) == 1000);
  CHECK(afterFailures(policy, 1000, 9, 0.9) == 1000);
  CHECK(afterFailures(policy, kMaxDelay, 9, 0.9) == kMaxDelay);
}

TEST_CASE("jitter takes up to its share from a grown delay") {
  RetryPolicy policy{.jitter = 0.25};
  CHECK(afterFailures(policy, 1000, 5, 0) == 16000);
  CHECK(afterFailures(policy, 1000, 5, 0.5) == 14000);
  CHECK(afterFailures(policy, 1000, 5, kAlmostOne) == 12000);
  policy.jitter = 0;
  CHECK(afterFailures(policy, 1000, 5, kAlmostOne) == 16000);
}

TEST_CASE("jitter takes nothing from the reconnection time") {
  RetryPolicy policy{.jitter = 1};
  CHECK(afterFailures(policy, 1000, 5, 0.5) == 8500);
  CHECK(afterFailures(policy, 1000, 5, kAlmostOne) == 1000);
}

TEST_CASE("a reconnection time of 0 waits the least delay, and failed attempts still lengthen it") {
  RetryPolicy policy;
  CHECK(afterFailures(policy, 0, 0) == kMinDelay);
  CHECK(afterFailures(policy, 0, 1) == kMinDelay);
  CHECK(afterFailures(policy, 0, 2) == 2 * kMinDelay);
  CHECK(afterFailures(policy, 0, 4) == 8 * kMinDelay);
  CHECK(afterFailures(policy, 0, 100) == 30000);
}

TEST_CASE("a few short rounds cost nothing, then each doubles the delay, up to a second") {
  RetryPolicy policy;
  for (int32_t rounds = 0; rounds <= kFreeShortRounds; ++rounds) {
    CHECK(afterShortRounds(policy, 0, rounds) == kMinDelay);
    CHECK(afterShortRounds(policy, 300, rounds) == 300);
  }
  CHECK(afterShortRounds(policy, 0, kFreeShortRounds + 1) == 2 * kMinDelay);
  CHECK(afterShortRounds(policy, 0, kFreeShortRounds + 3) == 8 * kMinDelay);
  CHECK(afterShortRounds(policy, 300, kFreeShortRounds + 1) == 600);
  CHECK(afterShortRounds(policy, 300, kFreeShortRounds + 2) == kMaxShortRoundDelay);
  CHECK(afterShortRounds(policy, 0, INT32_MAX) == kMaxShortRoundDelay);
}

TEST_CASE("short rounds do not slow down a server that is polled once a second or less often") {
  RetryPolicy policy;
  for (int32_t rounds : {1, 5, 6, 100, INT32_MAX}) {
    CHECK(afterShortRounds(policy, 1000, rounds, 0.7) == 1000);
    CHECK(afterShortRounds(policy, 5000, rounds, 0.7) == 5000);
  }
}

TEST_CASE("a maxInterval of less than a second limits what short rounds cost") {
  RetryPolicy policy{.maxInterval = 100};
  CHECK(afterShortRounds(policy, 0, 1000) == 100);
  CHECK(afterShortRounds(policy, 200, 1000) == 200);
}

TEST_CASE("failed attempts between short rounds do not make the delay shorter") {
  RetryPolicy policy;
  CHECK(policy.delay({0, 1, 1000, kNoRetryAfter}, 0) == kMaxShortRoundDelay);
  CHECK(policy.delay({0, 100, 1000, kNoRetryAfter}, 0) == 30000);
}

TEST_CASE("Retry-After is a floor for the delay, above maxInterval too") {
  RetryPolicy policy;
  CHECK(policy.delay({1000, 1, 0, 0}, 0) == 1000);
  CHECK(policy.delay({1000, 1, 0, 999}, 0) == 1000);
  CHECK(policy.delay({1000, 1, 0, 120000}, 0.9) == 120000);
  CHECK(policy.delay({1000, 6, 0, 120000}, 0.9) == 120000);
  CHECK(policy.delay({1000, 6, 0, 1000}, 0) == 30000);
  CHECK(policy.delay({1000, 1, 0, kInfinity}, 0) == kMaxDelay);
}

TEST_CASE("whatever the numbers, a delay is whole and neither too short nor too long for a timer") {
  const std::vector<double> numbers = {-kInfinity, -1,  0,         0.3,       1,          2,
                                       17.7,       1e5, kMaxDelay, kInfinity, -kMaxDelay, kNaN};
  const std::vector<int32_t> counts = {0, 1, 2, 7, 1000, INT32_MAX};
  const std::vector<double> times = {0, 1, 20, 999, 30001, kMaxDelay};
  bool held = true;
  for (double factor : numbers) {
    for (double maxInterval : numbers) {
      for (double jitter : numbers) {
        RetryPolicy policy =
            RetryPolicy{.maxInterval = maxInterval, .factor = factor, .jitter = jitter}.checked();
        for (int32_t count : counts) {
          for (double time : times) {
            for (double random : {0.0, 0.99, -1.0, 2.0, kNaN}) {
              for (double retryAfter : {-1.0, 5000.5, kInfinity, kNaN}) {
                double delay = policy.delay({time, count, count, retryAfter}, random);
                held = held && delay >= std::max(time, kMinDelay) && delay <= kMaxDelay &&
                       delay == std::floor(delay);
              }
            }
          }
        }
      }
    }
  }
  CHECK(held);
}

TEST_CASE("by default attempts never end") {
  RetryPolicy policy;
  CHECK(policy.allows(0, 0, 1000));
  CHECK(policy.allows(INT32_MAX, 1e15, kMaxDelay));
}

TEST_CASE("after maxAttempts failed attempts in a row there is no further one") {
  RetryPolicy policy{.maxAttempts = 3};
  CHECK(policy.allows(0, 0, 1000));
  CHECK(policy.allows(2, 0, 1000));
  CHECK_FALSE(policy.allows(3, 0, 1000));
  CHECK_FALSE(policy.allows(4, 0, 1000));
}

TEST_CASE("with maxAttempts 0 a lost connection is not reconnected") {
  CHECK_FALSE(RetryPolicy{.maxAttempts = 0}.allows(0, 0, 1000));
}

TEST_CASE("an attempt that would start after maxElapsed is not waited for") {
  RetryPolicy policy{.maxElapsed = 10000};
  CHECK(policy.allows(1, 9000, 1000));
  CHECK_FALSE(policy.allows(1, 9001, 1000));
  CHECK_FALSE(policy.allows(0, 0, 10001));
}

TEST_CASE("without retries nothing is attempted again") {
  CHECK_FALSE(RetryPolicy{.retries = false}.allows(0, 0, 0));
}

TEST_CASE("numbers out of range are brought into it, and NaN becomes the default") {
  RetryPolicy low = RetryPolicy{true, -1, 0.5, -1, -1, -1}.checked();
  CHECK(low.maxInterval == 0);
  CHECK(low.factor == 1);
  CHECK(low.jitter == 0);
  CHECK(low.maxAttempts == 0);
  CHECK(low.maxElapsed == 0);

  RetryPolicy high = RetryPolicy{true, kInfinity, kInfinity, 7, kInfinity, kInfinity}.checked();
  CHECK(high.maxInterval == kMaxDelay);
  CHECK(high.factor == kInfinity);
  CHECK(high.jitter == 1);
  CHECK(high.maxAttempts == kInfinity);
  CHECK(high.maxElapsed == kInfinity);

  RetryPolicy unset = RetryPolicy{false, kNaN, kNaN, kNaN, kNaN, kNaN}.checked();
  CHECK_FALSE(unset.retries);
  CHECK(unset.maxInterval == 30000);
  CHECK(unset.factor == 2);
  CHECK(unset.jitter == 0.5);
  CHECK(unset.maxAttempts == kInfinity);
  CHECK(unset.maxElapsed == kInfinity);
}

}  // namespace
}  // namespace eventsource
