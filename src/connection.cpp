#include "connection.h"

#include <algorithm>

namespace eventsource {

Action Connection::start() { return state_ == kIdle ? connect() : kNone; }

Action Connection::respond(int32_t status, bool isEventStream, double retryAfterMs, bool mayRetry,
                           double elapsedMs, double random) {
  if (state_ != kConnecting) return kNone;
  if (status == 200 && isEventStream) {
    state_ = kOpen;
    failures_ = offlineWaits_ = 0;
    return kAnnounce;
  }
  return mayRetry ? attemptFailed(retryAfterMs, elapsedMs, random) : fail();
}

Action Connection::endOfBody(double elapsedMs, double random) {
  if (state_ != kOpen) return kNone;
  if (!policy_.retries) {
    state_ = kClosed;
    return kStop;
  }
  return connectionLost(elapsedMs, random);
}

Action Connection::networkError(double elapsedMs, double random) {
  if (state_ == kConnecting) return attemptFailed(kNoRetryAfter, elapsedMs, random);
  if (state_ == kOpen) return connectionLost(elapsedMs, random);
  return kNone;
}

Action Connection::connectTimedOut(double elapsedMs, double random) {
  return state_ == kConnecting ? attemptFailed(kNoRetryAfter, elapsedMs, random) : kNone;
}

Action Connection::idleTimedOut(double elapsedMs, double random) {
  return state_ == kOpen ? connectionLost(elapsedMs, random) : kNone;
}

Action Connection::refuse() { return state_ == kClosed ? kNone : fail(); }

Action Connection::timerFired() { return state_ == kWaiting ? connect() : kNone; }

Action Connection::online() {
  online_ = true;
  offlineWaits_ = 0;
  return state_ == kWaiting ? connect() : kNone;
}

Action Connection::offline() {
  // A request under way is left to fail by itself, as the browser's report may be wrong.
  online_ = false;
  return kNone;
}

Action Connection::pause() {
  if (state_ == kClosed || state_ == kIdle) return kNone;
  state_ = kIdle;
  return kRelease;
}

Action Connection::resume() { return state_ == kIdle ? connect() : kNone; }

Action Connection::reconnect() { return state_ == kClosed ? kNone : connect(); }

void Connection::setReconnectionTime(double ms) {
  if (ms != ms) return;
  // Whole, as a delay is, so that a delay cannot be rounded to less than this.
  reconnectionTime_ = static_cast<double>(static_cast<int32_t>(std::clamp(ms, 0.0, kMaxDelay)));
}

Action Connection::connect() {
  state_ = kConnecting;
  return kConnect;
}

Action Connection::fail() {
  state_ = kClosed;
  return kFail;
}

Action Connection::attemptFailed(double retryAfterMs, double elapsedMs, double random) {
  if (online_) ++failures_;
  return reestablish(retryAfterMs, elapsedMs, random);
}

Action Connection::connectionLost(double openForMs, double random) {
  shortRounds_ = openForMs < kShortRound ? shortRounds_ + 1 : 0;
  return reestablish(kNoRetryAfter, 0, random);
}

Action Connection::reestablish(double retryAfterMs, double elapsedMs, double random) {
  if (!online_) ++offlineWaits_;
  const RetryPolicy::Outage outage{reconnectionTime_, failures_, shortRounds_, retryAfterMs,
                                   offlineWaits_};
  double delay = policy_.delay(outage, random);
  if (!policy_.allows(failures_, elapsedMs, delay)) return fail();
  delay_ = delay;
  state_ = kWaiting;
  return kReestablish;
}

}  // namespace eventsource
