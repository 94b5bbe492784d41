// The connection's inputs and getters (src/connection.h), under the same names, as functions of
// plain numbers: a handle, flags as 0 or 1, times in ms. Inputs return an Action.
#include "number_function.h"
#include "source.h"

namespace eventsource {
namespace {

Connection& connectionOf(Handle handle) { return sourceOf(handle).connection; }

// An input that takes nothing, or the measures of Connection's comment: one line for each, below.
template <Action (Connection::*input)()>
int32_t put(Handle handle) {
  return (connectionOf(handle).*input)();
}

template <Action (Connection::*input)(double, double)>
int32_t putTimed(Handle handle, double elapsedMs, double random) {
  return (connectionOf(handle).*input)(elapsedMs, random);
}

int32_t respond(Handle handle, int32_t status, int32_t isEventStream, double retryAfterMs,
                int32_t mayRetry, double elapsedMs, double random) {
  return connectionOf(handle).respond(status, isEventStream != 0, retryAfterMs, mayRetry != 0,
                                      elapsedMs, random);
}

int32_t state(Handle handle) { return connectionOf(handle).state(); }
double delay(Handle handle) { return connectionOf(handle).delay(); }
double reconnectionTime(Handle handle) { return connectionOf(handle).reconnectionTime(); }

void setReconnectionTime(Handle handle, double ms) { connectionOf(handle).setReconnectionTime(ms); }

// NaN stands for a number's default, Infinity for no limit; see RetryPolicy.
void setRetryPolicy(Handle handle, int32_t retries, double maxInterval, double factor,
                    double jitter, double maxAttempts, double maxElapsed) {
  connectionOf(handle).setRetryPolicy(
      {retries != 0, maxInterval, factor, jitter, maxAttempts, maxElapsed});
}

}  // namespace

EMSCRIPTEN_BINDINGS(connection) {
  numberFunction("start", &put<&Connection::start>);
  numberFunction("respond", &respond);
  numberFunction("endOfBody", &putTimed<&Connection::endOfBody>);
  numberFunction("networkError", &putTimed<&Connection::networkError>);
  numberFunction("connectTimedOut", &putTimed<&Connection::connectTimedOut>);
  numberFunction("idleTimedOut", &putTimed<&Connection::idleTimedOut>);
  numberFunction("refuse", &put<&Connection::refuse>);
  numberFunction("timerFired", &put<&Connection::timerFired>);
  numberFunction("online", &put<&Connection::online>);
  numberFunction("offline", &put<&Connection::offline>);
  numberFunction("pause", &put<&Connection::pause>);
  numberFunction("resume", &put<&Connection::resume>);
  numberFunction("reconnect", &put<&Connection::reconnect>);
  numberFunction("state", &state);
  numberFunction("delay", &delay);
  numberFunction("reconnectionTime", &reconnectionTime);
  numberFunction("setReconnectionTime", &setReconnectionTime);
  numberFunction("setRetryPolicy", &setRetryPolicy);
}

}  // namespace eventsource
