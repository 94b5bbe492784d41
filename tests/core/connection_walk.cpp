#include "connection_walk.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "connection.h"
#include "retry_policy.h"

namespace eventsource::testing {

namespace {

void require(bool holds, const char* property) {
  if (!holds) throw std::logic_error(property);
}

// Turns bytes into choices; zeros when they have run out.
class Choices {
 public:
  Choices(const uint8_t* bytes, size_t length) : next_(bytes), end_(bytes + length) {}

  bool isEmpty() const { return next_ == end_; }
  uint8_t byte() { return isEmpty() ? uint8_t{0} : *next_++; }
  bool coin() { return (byte() & 1) != 0; }
  double unit() { return byte() / 256.0; }

  // A time, a count or a factor as a caller may come by it: from a header, an option, a difference
  // of clocks. Mostly of everyday size, sometimes absurd.
  double number() {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    constexpr double kNumbers[] = {
        0,          -0.0,       1,
        2,          -1,         0.5,
        20,         999,        1000,
        1000.5,     3000,       1e5,
        2147483646, 2147483647, 2e9,
        1e300,      2147483648, kInfinity,
        -kInfinity, 4.9e-324,   std::numeric_limits<double>::quiet_NaN()};
    const uint8_t kind = byte();
    if (kind < std::size(kNumbers)) return kNumbers[kind];
    if (kind < 0xf0) return kind * 37.0;
    uint8_t raw[sizeof(double)];
    for (uint8_t& part : raw) part = byte();
    double value;
    std::memcpy(&value, raw, sizeof value);
    return value;
  }

 private:
  const uint8_t* next_;
  const uint8_t* end_;
};

RetryPolicy choosePolicy(Choices& choices) {
  RetryPolicy policy;
  policy.retries = choices.byte() % 8 != 0;
  policy.maxInterval = choices.number();
  policy.factor = choices.number();
  policy.jitter = choices.number();
  if (choices.coin()) policy.maxAttempts = choices.number();
  if (choices.coin()) policy.maxElapsed = choices.number();
  return policy;
}

Action putInput(Connection& connection, Choices& choices) {
  switch (choices.byte() % 20) {
    case 0:
      return connection.start();
    case 1:
    case 2:
      return connection.respond(200, true, choices.number(), choices.coin(), choices.number(),
                                choices.unit());
    case 3:
      return connection.respond(choices.byte() * 4, choices.coin(), choices.number(),
                                choices.coin(), choices.number(), choices.unit());
    case 4:
    case 5:
      return connection.endOfBody(choices.number(), choices.unit());
    case 6:
    case 7:
      return connection.networkError(choices.number(), choices.unit());
    case 8:
      return connection.connectTimedOut(choices.number(), choices.unit());
    case 9:
      return connection.idleTimedOut(choices.number(), choices.unit());
    case 10:
    case 11:
      return choices.byte() % 16 == 0 ? connection.refuse() : kNone;
    case 12:
      return connection.online();
    case 13:
      return connection.offline();
    case 14:
      return connection.pause();
    case 15:
      return connection.resume();
    case 16:
      return connection.reconnect();
    case 17:
      connection.setReconnectionTime(choices.number());
      return kNone;
    case 18:
      connection.setRetryPolicy(choosePolicy(choices));
      return kNone;
    default:
      return connection.timerFired();
  }
}

bool isEdge(ConnectionState from, Action action, ConnectionState to) {
  if (from == kClosed) return action == kNone && to == kClosed;
  switch (action) {
    case kNone:
      return from == to;
    case kConnect:
      return to == kConnecting;
    case kAnnounce:
      return from == kConnecting && to == kOpen;
    case kReestablish:
      return (from == kConnecting || from == kOpen) && to == kWaiting;
    case kFail:
    case kStop:
      return to == kClosed;
    case kRelease:
      return from != kIdle && to == kIdle;
  }
  return false;
}

bool isWholeWithin(double value, double least, double most) {
  return std::isfinite(value) && value == std::floor(value) && value >= least && value <= most;
}

}  // namespace

void walkConnection(const uint8_t* bytes, size_t length) {
  Choices choices(bytes, length);
  Connection connection;
  require(connection.state() == kIdle, "a connection begins idle");
  while (!choices.isEmpty()) {
    const ConnectionState from = connection.state();
    const Action action = putInput(connection, choices);
    require(isEdge(from, action, connection.state()), "a step outside of the states' graph");
    require(isWholeWithin(connection.reconnectionTime(), 0, kMaxDelay),
            "a reconnection time that no timer can wait");
    require(connection.failures() >= 0, "a negative count of failures");
    if (action == kAnnounce)
      require(connection.failures() == 0, "failures outlive an open connection");
    if (action == kReestablish) {
      require(isWholeWithin(connection.delay(), kMinDelay, kMaxDelay), "a delay out of bounds");
      require(connection.delay() >= connection.reconnectionTime(),
              "a delay below the reconnection time");
    }
    if (connection.state() == kWaiting) {
      Connection late = connection;
      require(late.timerFired() == kConnect, "a wait that its timer does not end");
      Connection back = connection;
      require(back.online() == kConnect, "a wait that online() does not end");
    }
  }
  connection.refuse();
  require(connection.state() == kClosed, "refuse() closes");
  require(connection.refuse() == kNone && connection.reconnect() == kNone &&
              connection.start() == kNone,
          "a closed connection does nothing");
}

}  // namespace eventsource::testing
