// The client under test: the real parser and the real connection machine, and around them what
// web/connection does in the package: it performs actions, and holds a request and a timer. Checks
// after each input what must hold.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "../core/parse_stream.h"
#include "connection.h"
#include "plan.h"
#include "schedule.h"

namespace eventsource::simulation {

// Faults that a client can be given, to show that the checks notice them.
enum class Defect : uint8_t {
  kNone,
  kForgetsLastEventId,  // connects again without Last-Event-ID
  kKeepsPartialEvent,   // a partly received event goes on in the next response
  kReadsDroppedBody,    // chunks of a request that was let go are parsed
  kLeavesTimer,         // a timer that is not needed any more still fires
  kIgnoresTimeouts,     // a dead connection is never found
};

class Client {
 public:
  // What the client asks of the network: requests are numbered from 1 on.
  using Request = std::function<void(int request, std::string_view lastEventId)>;

  Client(const Plan& plan, Schedule& schedule, Dice& dice, Defect defect, Request request);

  // From the network. Those for a request that was let go are ignored.
  void onResponse(int request, int status, bool mayRetry, double retryAfter);
  // The response to come begins with the last event of the one before.
  void expectRepeated(int request);
  void onBytes(int request, std::string_view bytes);
  void onEnd(int request);
  void onError(int request);

  // From the page, the browser and the caller.
  void start();
  void online();
  void offline();
  void pause();
  void resume();
  void reconnect();
  void close();

  bool isClosed() const { return connection_.state() == kClosed; }
  bool isOpen() const { return connection_.state() == kOpen; }
  // The number of the last event, which is how many there were.
  int received() const { return received_; }
  int requests() const { return requests_; }
  uint64_t bytes() const { return bytes_; }

 private:
  enum class Cause : uint8_t { kOwn, kAsked };

  bool isCurrent(int request) const { return request == request_; }
  void perform(Action action, Cause cause = Cause::kOwn);
  void connect(Cause cause);
  void letGo();
  void armTimer(double ms);
  void watchFor(double ms, bool isConnecting);
  void readEvents();
  void readEvent(const testing::Observation& event);
  void checkRate();
  void check() const;
  double elapsed() const { return schedule_.now() - since_; }

  const Plan& plan_;
  Schedule& schedule_;
  Dice& dice_;
  const Defect defect_;
  const Request sendRequest_;

  Connection connection_;
  testing::StreamParser parser_;
  size_t observed_ = 0;  // how many of the parser's observations have been looked at
  int received_ = 0;
  bool isRepeated_ = false;  // the next event may be the last one again
  uint64_t bytes_ = 0;

  // What is held: at most one of the two.
  int request_ = 0;     // the number of that under way, 0: none
  int timer_ = 0;       // the number of the armed one, 0: none
  bool reads_ = false;  // the body of the request
  int requests_ = 0;
  int timers_ = 0;
  uint64_t lifeSigns_ = 0;
  double since_ = 0;       // what Connection's elapsedMs counts from
  double waitsUntil_ = 0;  // no request of the client's own accord is sent before

  std::vector<double> ownRequests_;  // when each request of the client's own accord was sent
};

}  // namespace eventsource::simulation
