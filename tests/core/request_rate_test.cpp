// How often a server is asked, whatever it does: the machine driven by a clock that only counts.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <vector>

#include "connection.h"

namespace eventsource {
namespace {

// Plays a client against a server that opens each connection and ends it after `openForMs`; returns
// the delays before each of the next `rounds` connections.
std::vector<double> delaysOfRounds(Connection& connection, double openForMs, int rounds) {
  std::vector<double> delays;
  if (connection.state() == kIdle) connection.start();
  for (int i = 0; i < rounds; ++i) {
    REQUIRE(connection.respond(200, true, kNoRetryAfter, false, 0, 0) == kAnnounce);
    REQUIRE(connection.endOfBody(openForMs, 0) == kReestablish);
    delays.push_back(connection.delay());
    REQUIRE(connection.timerFired() == kConnect);
  }
  return delays;
}

TEST_CASE("a server that sends retry: 0 and ends at once meets growing delays") {
  Connection connection;
  connection.setReconnectionTime(0);
  CHECK(delaysOfRounds(connection, 3, 13) ==
        std::vector<double>{20, 20, 20, 20, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000});
}

TEST_CASE("a server that is polled every second is never slowed down") {
  Connection connection;
  CHECK(delaysOfRounds(connection, 3, 100) == std::vector<double>(100, 1000));
}

TEST_CASE("a connection that stayed open ends the growth that short rounds caused") {
  Connection connection;
  connection.setReconnectionTime(0);
  CHECK(delaysOfRounds(connection, kShortRound - 1, 50).back() == 1000);
  CHECK(delaysOfRounds(connection, kShortRound, 1) == std::vector<double>{20});
  CHECK(delaysOfRounds(connection, kShortRound - 1, 5) == std::vector<double>(5, 20));
}

TEST_CASE("a connection that breaks off at once counts as short as one that ends at once") {
  Connection connection;
  connection.setReconnectionTime(0);
  delaysOfRounds(connection, 3, 5);
  connection.respond(200, true, kNoRetryAfter, false, 0, 0);
  connection.networkError(3, 0);
  CHECK(connection.delay() == 40);
  connection.timerFired();
  connection.respond(200, true, kNoRetryAfter, false, 0, 0);
  connection.idleTimedOut(3, 0);
  CHECK(connection.delay() == 80);
}

TEST_CASE("a failed attempt between short rounds does not end their growth") {
  Connection connection;
  connection.setReconnectionTime(0);
  delaysOfRounds(connection, 3, 50);
  connection.networkError(0, 0);
  CHECK(connection.delay() == 1000);
}

TEST_CASE("a thousand failures of mixed kinds wait as the policy says and never come in a rush") {
  std::mt19937 generator(2024);
  std::uniform_real_distribution<double> chance(0, 1);
  Connection connection;
  connection.setReconnectionTime(0);
  RetryPolicy policy;
  double now = 0, outageSince = 0, openSince = 0;
  int32_t failures = 0, shortRounds = 0;
  std::vector<double> requests;

  REQUIRE(connection.start() == kConnect);
  for (int round = 0; round < 1000; ++round) {
    requests.push_back(now);
    now += 1;
    double elapsed = now - outageSince, random = chance(generator), retryAfter = kNoRetryAfter;
    Action action = kNone;
    switch (generator() % 6) {
      case 0:
        ++failures;
        action = connection.networkError(elapsed, random);
        break;
      case 1:
        ++failures;
        retryAfter = 2500;
        action = connection.respond(503, false, retryAfter, true, elapsed, random);
        break;
      case 2:
        ++failures;
        action = connection.respond(401, false, retryAfter, true, elapsed, random);
        break;
      case 3:
        ++failures;
        now += 5000;
        action = connection.connectTimedOut(elapsed + 5000, random);
        break;
      default:
        REQUIRE(connection.respond(200, true, retryAfter, false, elapsed, random) == kAnnounce);
        failures = 0;
        openSince = now;
        now += chance(generator) < 0.3 ? 1500 : 2;
        shortRounds = now - openSince < kShortRound ? shortRounds + 1 : 0;
        action = generator() % 2 == 0 ? connection.endOfBody(now - openSince, random)
                                      : connection.networkError(now - openSince, random);
        outageSince = now;
    }
    REQUIRE(action == kReestablish);
    REQUIRE(connection.failures() == failures);
    REQUIRE(connection.delay() == policy.delay({0, failures, shortRounds, retryAfter}, random));
    now += connection.delay();
    REQUIRE(connection.timerFired() == kConnect);
  }

  // Five short rounds at 20 ms are free, and so is the first failed attempt after each connection.
  int most = 0;
  for (size_t from = 0; from < requests.size(); ++from) {
    auto end = std::lower_bound(requests.begin(), requests.end(), requests[from] + 1000);
    most = std::max(most, static_cast<int>(end - requests.begin() - static_cast<long>(from)));
  }
  CAPTURE(most);
  CHECK(most <= 20);
}

}  // namespace
}  // namespace eventsource
