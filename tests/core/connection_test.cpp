#include "connection.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace eventsource {
namespace {

constexpr double kLong = kShortRound;  // open for this long, a connection counts as a good one

Action open(Connection& connection) {
  return connection.respond(200, true, kNoRetryAfter, false, 0, 0);
}

Action respond(Connection& connection, int32_t status, bool mayRetry = false,
               double retryAfterMs = kNoRetryAfter, double elapsedMs = 0) {
  return connection.respond(status, true, retryAfterMs, mayRetry, elapsedMs, 0);
}

// A fresh connection, brought to `state`; kIdle is that of a paused one.
Connection connectionIn(ConnectionState state) {
  Connection connection;
  connection.start();
  if (state == kOpen) open(connection);
  if (state == kClosed) connection.refuse();
  if (state == kWaiting) connection.networkError(0, 0);
  if (state == kIdle) connection.pause();
  REQUIRE(connection.state() == state);
  return connection;
}

const std::vector<ConnectionState> kStates = {kConnecting, kOpen, kClosed, kWaiting, kIdle};

struct Transition {
  ConnectionState from;
  Action action;
  ConnectionState to;
};

struct InputRow {
  std::string name;
  std::function<Action(Connection&)> put;
  std::vector<Transition> transitions;  // from every other state: kNone, and the state stays
};

const std::vector<InputRow> kInputs = {
    {"start", [](Connection& c) { return c.start(); }, {{kIdle, kConnect, kConnecting}}},
    {"respond, 200 event stream", open, {{kConnecting, kAnnounce, kOpen}}},
    {"respond, 200 other type",
     [](Connection& c) { return c.respond(200, false, -1, false, 0, 0); },
     {{kConnecting, kFail, kClosed}}},
    {"respond, 500",
     [](Connection& c) { return respond(c, 500); },
     {{kConnecting, kFail, kClosed}}},
    {"respond, 500 that may be retried",
     [](Connection& c) { return respond(c, 500, true); },
     {{kConnecting, kReestablish, kWaiting}}},
    {"endOfBody",
     [](Connection& c) { return c.endOfBody(kLong, 0); },
     {{kOpen, kReestablish, kWaiting}}},
    {"networkError",
     [](Connection& c) { return c.networkError(kLong, 0); },
     {{kConnecting, kReestablish, kWaiting}, {kOpen, kReestablish, kWaiting}}},
    {"connectTimedOut",
     [](Connection& c) { return c.connectTimedOut(0, 0); },
     {{kConnecting, kReestablish, kWaiting}}},
    {"idleTimedOut",
     [](Connection& c) { return c.idleTimedOut(kLong, 0); },
     {{kOpen, kReestablish, kWaiting}}},
    {"refuse",
     [](Connection& c) { return c.refuse(); },
     {{kConnecting, kFail, kClosed},
      {kOpen, kFail, kClosed},
      {kWaiting, kFail, kClosed},
      {kIdle, kFail, kClosed}}},
    {"timerFired",
     [](Connection& c) { return c.timerFired(); },
     {{kWaiting, kConnect, kConnecting}}},
    {"online", [](Connection& c) { return c.online(); }, {{kWaiting, kConnect, kConnecting}}},
    {"offline", [](Connection& c) { return c.offline(); }, {}},
    {"pause",
     [](Connection& c) { return c.pause(); },
     {{kConnecting, kRelease, kIdle}, {kOpen, kRelease, kIdle}, {kWaiting, kRelease, kIdle}}},
    {"resume", [](Connection& c) { return c.resume(); }, {{kIdle, kConnect, kConnecting}}},
    {"reconnect",
     [](Connection& c) { return c.reconnect(); },
     {{kConnecting, kConnect, kConnecting},
      {kOpen, kConnect, kConnecting},
      {kWaiting, kConnect, kConnecting},
      {kIdle, kConnect, kConnecting}}},
};

TEST_CASE("each input leads from each state to where the graph says, and nowhere else") {
  for (const InputRow& input : kInputs) {
    for (ConnectionState from : kStates) {
      CAPTURE(input.name, from);
      Transition expected{from, kNone, from};
      for (const Transition& transition : input.transitions) {
        if (transition.from == from) expected = transition;
      }
      Connection connection = connectionIn(from);
      CHECK(input.put(connection) == expected.action);
      CHECK(connection.state() == expected.to);
    }
  }
}

TEST_CASE("a closed connection stays closed, whatever follows") {
  for (const InputRow& first : kInputs) {
    for (const InputRow& second : kInputs) {
      CAPTURE(first.name, second.name);
      Connection connection = connectionIn(kClosed);
      CHECK(first.put(connection) == kNone);
      CHECK(second.put(connection) == kNone);
      CHECK(connection.state() == kClosed);
    }
  }
}

TEST_CASE("the first three states have the values of readyState") {
  CHECK(static_cast<int32_t>(kConnecting) == 0);
  CHECK(static_cast<int32_t>(kOpen) == 1);
  CHECK(static_cast<int32_t>(kClosed) == 2);
}

TEST_CASE("a new connection does nothing before it is started") {
  Connection connection;
  CHECK(connection.state() == kIdle);
  CHECK(connection.timerFired() == kNone);
  CHECK(open(connection) == kNone);
  CHECK(connection.state() == kIdle);
  CHECK(connection.start() == kConnect);
}

TEST_CASE("only status 200 opens, also of those that mean success") {
  for (int32_t status : {0, 100, 199, 201, 202, 204, 205, 206, 304, 400, 401, 404, 500, 503}) {
    CAPTURE(status);
    Connection connection = connectionIn(kConnecting);
    CHECK(respond(connection, status) == kFail);
    CHECK(connection.state() == kClosed);
  }
}

TEST_CASE("a status 200 of another type may be retried if the caller says so") {
  Connection connection = connectionIn(kConnecting);
  CHECK(connection.respond(200, false, kNoRetryAfter, true, 0, 0) == kReestablish);
}

TEST_CASE("the first reconnect after the end of the body waits exactly the reconnection time") {
  Connection connection = connectionIn(kOpen);
  CHECK(connection.endOfBody(kLong, 0.999) == kReestablish);
  CHECK(connection.delay() == 1000);
  CHECK(connection.failures() == 0);
}

TEST_CASE("the first reconnect after a network error waits exactly the reconnection time") {
  Connection connection = connectionIn(kConnecting);
  CHECK(connection.networkError(0, 0.999) == kReestablish);
  CHECK(connection.delay() == 1000);
  CHECK(connection.failures() == 1);
}

TEST_CASE("a reconnection time from the stream holds from the next wait on") {
  Connection connection = connectionIn(kOpen);
  connection.setReconnectionTime(250);
  CHECK(connection.reconnectionTime() == 250);
  connection.endOfBody(kLong, 0);
  CHECK(connection.delay() == 250);
  connection.setReconnectionTime(700);
  CHECK(connection.delay() == 250);
  connection.timerFired();
  connection.networkError(0, 0);
  CHECK(connection.delay() == 700);
}

TEST_CASE("the reconnection time is brought into the range of a timer, in whole ms") {
  Connection connection;
  CHECK(connection.reconnectionTime() == 1000);
  for (auto [given, kept] : std::vector<std::pair<double, double>>{
           {-5, 0},
           {0, 0},
           {0.9, 0},
           {1500.7, 1500},
           {kMaxDelay, kMaxDelay},
           {kMaxDelay + 1, kMaxDelay},
           {1e300, kMaxDelay},
           {std::numeric_limits<double>::infinity(), kMaxDelay},
       }) {
    connection.setReconnectionTime(given);
    CHECK(connection.reconnectionTime() == kept);
  }
  connection.setReconnectionTime(42);
  connection.setReconnectionTime(std::numeric_limits<double>::quiet_NaN());
  CHECK(connection.reconnectionTime() == 42);
}

TEST_CASE("failed attempts in a row of any kind lengthen the delay") {
  Connection connection = connectionIn(kConnecting);
  connection.networkError(0, 0);
  CHECK(connection.delay() == 1000);
  connection.timerFired();
  connection.connectTimedOut(0, 0);
  CHECK(connection.delay() == 2000);
  connection.timerFired();
  respond(connection, 503, true);
  CHECK(connection.delay() == 4000);
  connection.timerFired();
  connection.networkError(0, 0.5);
  CHECK(connection.delay() == 6000);  // 8000 less a half of the half
  CHECK(connection.failures() == 4);
}

TEST_CASE("failures are forgotten once a connection has opened") {
  Connection connection = connectionIn(kConnecting);
  for (int i = 0; i < 5; ++i) {
    connection.networkError(0, 0);
    connection.timerFired();
  }
  CHECK(connection.failures() == 5);
  open(connection);
  CHECK(connection.failures() == 0);
  connection.networkError(kLong, 0);
  CHECK(connection.delay() == 1000);
}

TEST_CASE("Retry-After of a response that may be retried is a floor for its delay") {
  Connection connection = connectionIn(kConnecting);
  CHECK(respond(connection, 503, true, 120000) == kReestablish);
  CHECK(connection.delay() == 120000);
  connection.timerFired();
  CHECK(respond(connection, 503, true, 500) == kReestablish);
  CHECK(connection.delay() == 2000);
}

TEST_CASE("a one-shot connection ends quietly with its body") {
  Connection connection = connectionIn(kOpen);
  connection.setRetryPolicy({.retries = false});
  CHECK(connection.endOfBody(kLong, 0) == kStop);
  CHECK(connection.state() == kClosed);
}

TEST_CASE("a one-shot connection fails with an error when it breaks off or does not open") {
  for (ConnectionState from : {kConnecting, kOpen}) {
    Connection connection = connectionIn(from);
    connection.setRetryPolicy({.retries = false});
    CHECK(connection.networkError(kLong, 0) == kFail);
    CHECK(connection.state() == kClosed);
  }
  Connection connection = connectionIn(kConnecting);
  connection.setRetryPolicy({.retries = false});
  CHECK(respond(connection, 503, true) == kFail);
}

TEST_CASE("the connection fails with the last of maxAttempts failed attempts in a row") {
  Connection connection = connectionIn(kConnecting);
  connection.setRetryPolicy({.maxAttempts = 3});
  for (int i = 0; i < 2; ++i) {
    CHECK(connection.networkError(0, 0) == kReestablish);
    connection.timerFired();
  }
  open(connection);
  CHECK(connection.endOfBody(kLong, 0) == kReestablish);
  for (int i = 0; i < 2; ++i) {
    connection.timerFired();
    CHECK(connection.networkError(0, 0) == kReestablish);
  }
  connection.timerFired();
  CHECK(connection.networkError(0, 0) == kFail);
  CHECK(connection.state() == kClosed);
}

TEST_CASE("the connection fails rather than wait for an attempt after maxElapsed") {
  Connection connection = connectionIn(kConnecting);
  connection.setRetryPolicy({.maxElapsed = 5000});
  CHECK(connection.networkError(100, 0) == kReestablish);
  connection.timerFired();
  CHECK(connection.networkError(1200, 0) == kReestablish);
  connection.timerFired();
  CHECK(connection.networkError(3300, 0) == kFail);
}

TEST_CASE("how long a connection was open does not count as time of the outage after it") {
  Connection connection = connectionIn(kOpen);
  connection.setRetryPolicy({.maxElapsed = 5000});
  CHECK(connection.endOfBody(1e9, 0) == kReestablish);
}

TEST_CASE("attempts go on while offline, rarer and rarer up to maxInterval") {
  Connection connection = connectionIn(kOpen);
  connection.offline();
  CHECK(connection.networkError(kLong, 0) == kReestablish);
  for (double delay : {5000, 10000, 20000, 30000, 30000}) {
    CHECK(connection.delay() == delay);
    CHECK(connection.timerFired() == kConnect);
    CHECK(connection.networkError(0, 0) == kReestablish);
  }
}

TEST_CASE("waits while offline keep within the policy") {
  struct Row {
    RetryPolicy policy;
    double reconnectionTime;
    double first;
    double second;
  };
  for (const Row& row :
       {Row{{.maxInterval = 2000}, 1000, 2000, 2000}, Row{{.maxInterval = 2000}, 8000, 8000, 8000},
        Row{{.factor = 1}, 1000, 5000, 5000}, Row{{.factor = 3}, 6000, 6000, 18000},
        Row{{.maxInterval = 0}, 0, 20, 20}}) {
    Connection connection = connectionIn(kOpen);
    connection.setRetryPolicy(row.policy);
    connection.setReconnectionTime(row.reconnectionTime);
    connection.offline();
    connection.endOfBody(kLong, 0);
    CHECK(connection.delay() == row.first);
    connection.timerFired();
    connection.networkError(0, 0);
    CHECK(connection.delay() == row.second);
  }
}

TEST_CASE("clients that were offline together do not return together") {
  Connection connection = connectionIn(kOpen);
  connection.offline();
  connection.networkError(kLong, 0.5);
  CHECK(connection.delay() == 3750);  // 5000 less a half of the half
}

TEST_CASE("an attempt while offline that opens is the end of the longer waits") {
  Connection connection = connectionIn(kOpen);
  connection.offline();
  for (int i = 0; i < 5; ++i) {
    connection.networkError(kLong, 0);
    connection.timerFired();
  }
  CHECK(open(connection) == kAnnounce);
  connection.networkError(kLong, 0);
  CHECK(connection.delay() == 5000);
}

TEST_CASE("online ends a wait at once, and the longer waits") {
  Connection connection = connectionIn(kOpen);
  connection.offline();
  connection.networkError(kLong, 0);
  CHECK(connection.online() == kConnect);
  CHECK(connection.state() == kConnecting);
  connection.networkError(0, 0);
  CHECK(connection.delay() == 1000);
}

TEST_CASE("a wait that was offline only in between ends with its timer") {
  Connection connection = connectionIn(kConnecting);
  connection.offline();
  connection.online();
  CHECK(connection.networkError(0, 0) == kReestablish);
  CHECK(connection.timerFired() == kConnect);
}

TEST_CASE("an attempt that fails while offline is not counted") {
  Connection connection = connectionIn(kConnecting);
  connection.setRetryPolicy({.maxAttempts = 1});
  connection.offline();
  CHECK(connection.networkError(0, 0) == kReestablish);
  CHECK(connection.failures() == 0);
}

TEST_CASE("a connection that is started while offline connects all the same") {
  Connection connection;
  connection.offline();
  CHECK(connection.start() == kConnect);
}

TEST_CASE("a connection that is resumed while offline connects") {
  Connection connection = connectionIn(kIdle);
  connection.offline();
  CHECK(connection.resume() == kConnect);
}

TEST_CASE("a paused connection is not brought back by online or a late timer") {
  Connection connection = connectionIn(kWaiting);
  connection.offline();
  connection.pause();
  CHECK(connection.timerFired() == kNone);
  CHECK(connection.online() == kNone);
  CHECK(connection.state() == kIdle);
  CHECK(connection.resume() == kConnect);
}

TEST_CASE("reconnect works while offline, and keeps the count of failures") {
  Connection connection = connectionIn(kWaiting);
  connection.offline();
  CHECK(connection.reconnect() == kConnect);
  connection.online();
  connection.networkError(0, 0);
  CHECK(connection.failures() == 2);
  CHECK(connection.delay() == 2000);
}

}  // namespace
}  // namespace eventsource
