#include "client.h"

#include <algorithm>
#include <stdexcept>

#include "server.h"

namespace eventsource::simulation {

namespace {

// The waits are at least kMinDelay; and after kFreeShortRounds rounds they grow, until a connection
// has lasted for kShortRound.
constexpr size_t kMostInASecond = static_cast<size_t>(1000 / kMinDelay) + 1;
constexpr size_t kMostInAMinute = 60 * (kFreeShortRounds + 3);

void require(bool holds, const std::string& rule) {
  if (!holds) throw std::logic_error(rule);
}

testing::ParserSetup parserSetup(Dice& dice) {
  testing::ParserSetup setup;
  if (dice.chance(50)) setup.types = {"price"};
  return setup;
}

}  // namespace

Client::Client(const Plan& plan, Schedule& schedule, Dice& dice, Defect defect, Request request)
    : plan_(plan),
      schedule_(schedule),
      dice_(dice),
      defect_(defect),
      sendRequest_(std::move(request)),
      parser_(parserSetup(dice)) {
  connection_.setRetryPolicy(plan.policy);
  connection_.setReconnectionTime(plan.reconnectionTime);
}

void Client::onResponse(int request, int status, bool mayRetry, double retryAfter) {
  if (!isCurrent(request)) return;
  perform(connection_.respond(status, true, retryAfter, mayRetry, elapsed(), dice_.fraction()));
}

void Client::onBytes(int request, std::string_view bytes) {
  if (!isCurrent(request) && defect_ != Defect::kReadsDroppedBody) return;
  if (isCurrent(request)) require(isOpen(), "bytes are read of an open connection only");
  bytes_ += bytes.size();
  lifeSigns_++;
  if (isOpen()) watchFor(plan_.idleTimeout, false);
  parser_.push(bytes);
  require(parser_.parser().failure() == kNoFailure, "the parser takes all that the server sends");
  readEvents();
}

void Client::expectRepeated(int request) {
  if (isCurrent(request)) isRepeated_ = true;
}

void Client::onEnd(int request) {
  if (isCurrent(request)) perform(connection_.endOfBody(elapsed(), dice_.fraction()));
}

void Client::onError(int request) {
  if (isCurrent(request)) perform(connection_.networkError(elapsed(), dice_.fraction()));
}

void Client::start() { perform(connection_.start(), Cause::kAsked); }
void Client::online() { perform(connection_.online(), Cause::kAsked); }
void Client::offline() { perform(connection_.offline(), Cause::kAsked); }
void Client::pause() { perform(connection_.pause(), Cause::kAsked); }
void Client::resume() { perform(connection_.resume(), Cause::kAsked); }
void Client::reconnect() { perform(connection_.reconnect(), Cause::kAsked); }
void Client::close() { perform(connection_.refuse(), Cause::kAsked); }

void Client::perform(Action action, Cause cause) {
  switch (action) {
    case kNone:
      break;
    case kConnect:
      letGo();
      connect(cause);
      break;
    case kAnnounce:
      reads_ = true;
      since_ = schedule_.now();
      lifeSigns_++;
      watchFor(plan_.idleTimeout, false);
      break;
    case kReestablish:
      letGo();
      armTimer(connection_.delay());
      break;
    case kFail:
    case kStop:
    case kRelease:
      letGo();
      break;
  }
  check();
}

void Client::connect(Cause cause) {
  if (cause == Cause::kAsked) {
    since_ = schedule_.now();
  } else {
    require(schedule_.now() >= waitsUntil_, "a request is not sent before the wait is over");
    checkRate();
  }
  request_ = ++requests_;
  isRepeated_ = false;
  const bool hasId = defect_ != Defect::kForgetsLastEventId;
  lifeSigns_++;
  watchFor(plan_.connectTimeout, true);
  sendRequest_(request_, hasId ? parser_.reader().lastEventId() : std::string());
}

void Client::letGo() {
  if (connection_.state() == kWaiting && reads_) since_ = schedule_.now();
  reads_ = false;
  request_ = 0;
  timer_ = 0;
  if (defect_ != Defect::kKeepsPartialEvent) parser_.parser().reset();
}

void Client::armTimer(double ms) {
  const int timer = ++timers_;
  timer_ = timer;
  waitsUntil_ = schedule_.now() + ms;
  schedule_.after(ms, [this, timer] {
    if (timer_ != timer && defect_ != Defect::kLeavesTimer) return;
    if (timer_ == timer) timer_ = 0;
    perform(connection_.timerFired());
  });
}

// Unless there is another sign of life before.
void Client::watchFor(double ms, bool isConnecting) {
  if (ms == 0 || defect_ == Defect::kIgnoresTimeouts) return;
  schedule_.after(ms, [this, isConnecting, request = request_, signs = lifeSigns_] {
    if (!isCurrent(request) || signs != lifeSigns_) return;
    perform(isConnecting ? connection_.connectTimedOut(elapsed(), dice_.fraction())
                         : connection_.idleTimedOut(elapsed(), dice_.fraction()));
  });
}

void Client::readEvents() {
  const testing::Observations& observations = parser_.observations();
  for (; observed_ < observations.size(); observed_++) {
    const testing::Observation& observation = observations[observed_];
    if (observation.kind == testing::Observation::kRetry) {
      connection_.setReconnectionTime(static_cast<double>(observation.retry));
    } else {
      readEvent(observation);
    }
  }
}

void Client::readEvent(const testing::Observation& event) {
  require(event.kind == testing::Observation::kEvent,
          "the stream has events and retry fields only");
  const int number = numberOf(event.lastEventId);
  require(number == received_ + 1 || (isRepeated_ && number == received_),
          "after event " + std::to_string(received_) + " came event " + std::to_string(number));
  isRepeated_ = false;
  received_ = number;
  const NumberedEvent expected = eventOf(number);
  require(event.type == expected.type && event.text == expected.data,
          "event " + std::to_string(number) + " is not as the server sent it");
}

void Client::checkRate() {
  const double now = schedule_.now();
  ownRequests_.push_back(now);
  const auto since = [&](double ms) {
    const auto first = std::upper_bound(ownRequests_.begin(), ownRequests_.end(), now - ms);
    return static_cast<size_t>(ownRequests_.end() - first);
  };
  require(since(1000) <= kMostInASecond, "too many requests in a second");
  // With a factor of 1 the caller asked for as many as the reconnection time allows.
  if (plan_.policy.factor > 1) {
    require(since(60000) <= kMostInAMinute, "too many requests in a minute");
  }
}

// A state means one thing: what is held.
void Client::check() const {
  const ConnectionState state = connection_.state();
  const bool hasRequest = state == kConnecting || state == kOpen;
  require((request_ != 0) == hasRequest, "there is a request exactly when connecting or open");
  require(reads_ == (state == kOpen), "a body is read exactly when open");
  require((timer_ != 0) == (state == kWaiting), "there is a timer exactly when waiting");
  require(state != kOpen || connection_.failures() == 0, "an open connection has no failures");
  if (state != kWaiting) return;
  const double delay = connection_.delay();
  require(delay >= std::max(kMinDelay, connection_.reconnectionTime()), "a delay is long enough");
  require(delay <= kMaxDelay, "a delay fits a timer");
}

}  // namespace eventsource::simulation
