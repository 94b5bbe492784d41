// The connection's inputs and getters (src/connection.h) as functions of plain numbers: a handle,
// flags as 0 or 1, times in ms. Inputs return an Action.
#include "number_function.h"
#include "source.h"

namespace eventsource {
namespace {

Connection& connectionOf(Handle handle) { return sourceOf(handle).connection; }

// All inputs but respond(), whose arguments are its own. Those that take no measures ignore them.
int32_t input(Handle handle, int32_t input, double elapsedMs, double random) {
  Connection& connection = connectionOf(handle);
  switch (static_cast<Input>(input)) {
    case Input::kStart:
      return connection.start();
    case Input::kTimerFired:
      return connection.timerFired();
    case Input::kEndOfBody:
      return connection.endOfBody(elapsedMs, random);
    case Input::kNetworkError:
      return connection.networkError(elapsedMs, random);
    case Input::kConnectTimedOut:
      return connection.connectTimedOut(elapsedMs, random);
    case Input::kIdleTimedOut:
      return connection.idleTimedOut(elapsedMs, random);
    case Input::kRefuse:
      return connection.refuse();
    case Input::kOnline:
      return connection.online();
    case Input::kOffline:
      return connection.offline();
    case Input::kPause:
      return connection.pause();
    case Input::kResume:
      return connection.resume();
    case Input::kReconnect:
      return connection.reconnect();
  }
  return kNone;
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
  numberFunction("input", &input);
  numberFunction("respond", &respond);
  numberFunction("state", &state);
  numberFunction("delay", &delay);
  numberFunction("reconnectionTime", &reconnectionTime);
  numberFunction("setReconnectionTime", &setReconnectionTime);
  numberFunction("setRetryPolicy", &setRetryPolicy);
}

}  // namespace eventsource
