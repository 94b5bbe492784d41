// The life of one EventSource's connection: WHATWG HTML 9.2.2-9.2.3 as a state machine.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface
//
// What happened goes in, one function per input; what to do comes out, as an Action. The machine
// does no I/O, has no clock and no random numbers: the caller fetches, waits and measures.
//
//      start, resume,                 respond
//      reconnect                      (200, event stream)
//  kIdle --------------> kConnecting --------------------> kOpen
//    ^                     |     ^                           |
//    |      networkError,  |     |  timerFired,              |  endOfBody, networkError,
//    |   connectTimedOut,  |     |  online,                  |  idleTimedOut
//    |  respond (retried)  v     |  reconnect                |
//    |                    kWaiting <-------------------------+
//    |
//    +-- pause: from kConnecting, kOpen, kWaiting
//
//  reconnect leads from kOpen and kConnecting, too, to (another) kConnecting. From every state
//  refuse leads to kClosed, which nothing leaves; so does whatever would lead to kWaiting when the
//  RetryPolicy gives up, and respond with any other response. close() of EventSource needs no
//  input: the machine is not asked again.
//
// An input that does not belong to the present state (a timer that fired late, the response to
// a request that was dropped) does nothing and returns kNone.
#pragma once

#include <cstdint>

#include "retry_policy.h"

namespace eventsource {

// The first three are the values of readyState; the others show there as CONNECTING.
// shared
enum ConnectionState : int32_t {
  kConnecting = 0,  // a request is under way
  kOpen = 1,        // its body is being read
  kClosed = 2,      // final
  kWaiting = 3,     // for the timer, or for online
  kIdle = 4,        // not started, or paused: nothing under way, nothing armed
};

// What may happen. Each is a function of Connection, which says more; the bindings take the number.
// shared
enum class Input : int32_t {
  kStart = 0,
  kTimerFired = 1,
  kEndOfBody = 2,
  kNetworkError = 3,
  kConnectTimedOut = 4,
  kIdleTimedOut = 5,
  kRefuse = 6,
  kOnline = 7,
  kOffline = 8,
  kPause = 9,
  kResume = 10,
  kReconnect = 11,
};

// What to do now. All but kNone and kAnnounce begin with letting go of the request and of the timer
// that may still be there.
// shared
enum Action : int32_t {
  kNone = 0,
  kConnect = 1,      // start a request
  kAnnounce = 2,     // "announce the connection": fire open, read the body
  kReestablish = 3,  // arm the timer for delay() ms, then fire error; in this order, so
                     // that close() in the listener still finds a timer to cancel
  kFail = 4,         // "fail the connection": fire error; closed
  kStop = 5,         // closed, and nothing is fired
  kRelease = 6,      // paused: nothing is fired
};

// Two numbers come with most inputs:
// `elapsedMs`, measured by the caller: how long ago the latest of these was: start(), resume(),
//   reconnect() or online() returned kConnect; the connection opened; the open connection was lost.
//   So in kOpen it is how long the connection has been open, and in kConnecting the outage's age.
// `random`, in [0, 1): spreads grown delays, so that a server's clients do not return all at once.
class Connection {
 public:
  // From the constructor of EventSource. Connects even while offline, as the native EventSource
  // does.
  Action start();

  // There is a response. Opens if status is 200 and the type is text/event-stream. Any other
  // response fails the connection, unless mayRetry: what the caller's retry.on decided; false by
  // default, as in the native EventSource. `retryAfterMs`: the Retry-After header, or
  // kNoRetryAfter.
  Action respond(int32_t status, bool isEventStream, double retryAfterMs, bool mayRetry,
                 double elapsedMs, double random);

  // The body ended as it should. With RetryPolicy::retries false that is all: kStop.
  Action endOfBody(double elapsedMs, double random);

  // The request failed, or the body broke off. While offline a failed attempt is not counted.
  Action networkError(double elapsedMs, double random);

  // [beyond the standard] No response came in time: a failed attempt.
  Action connectTimedOut(double elapsedMs, double random);

  // [beyond the standard] No byte came for too long: the open connection counts as lost.
  Action idleTimedOut(double elapsedMs, double random);

  // What another attempt would not fix: a CORS refusal, a scheme that is not http(s), too large an
  // event, an aborted signal, no WebAssembly. Also for what the caller's retry.on rules out.
  Action refuse();

  Action timerFired();

  // The browser's online state, known to be online at first. It is a hint, as browsers are wrong
  // about it (a VPN, a virtual network card): after offline() attempts go on, but less often, with
  // waits from kOfflineDelay up to RetryPolicy::maxInterval. online() ends a wait at once. (Do not
  // report offline() for a loopback server.)
  Action online();
  Action offline();

  // [beyond the standard] Lets the connection go for a while: page hidden, or in the bfcache.
  Action pause();
  // Connects if paused.
  Action resume();

  // [beyond the standard] Drops what there is, connection or wait, and connects now; also while
  // paused or offline, since someone asked for it. The count of failures stays.
  Action reconnect();

  ConnectionState state() const { return state_; }

  // The wait that the latest kReestablish asked for, ms.
  double delay() const { return delay_; }

  // Attempts in a row that did not open; 0 once one did.
  int32_t failures() const { return failures_; }

  // ms, whole, 0..kMaxDelay; kDefaultReconnectionTime at first. From the option retryInterval and
  // from each `retry` field; holds from the next delay on. NaN is ignored.
  void setReconnectionTime(double ms);
  double reconnectionTime() const { return reconnectionTime_; }

  // Holds from the next failure on.
  void setRetryPolicy(const RetryPolicy& policy) { policy_ = policy.checked(); }

 private:
  Action connect();
  Action fail();
  Action attemptFailed(double retryAfterMs, double elapsedMs, double random);
  Action connectionLost(double openForMs, double random);
  Action reestablish(double retryAfterMs, double elapsedMs, double random);

  ConnectionState state_ = kIdle;
  bool online_ = true;  // the browser's, not the connection's: independent of state_
  int32_t failures_ = 0;
  int32_t shortRounds_ = 0;
  int32_t offlineWaits_ = 0;  // in a row, that began while offline
  double delay_ = 0;
  double reconnectionTime_ = kDefaultReconnectionTime;
  RetryPolicy policy_;
};

}  // namespace eventsource
