// The connection's inputs and getters (src/connection.h), under the same names, as functions of
// plain numbers: a handle, flags as 0 or 1, times in ms. Inputs return an Action.
#include "../src/mime_type.h"
#include "number_function.h"
#include "source.h"

namespace eventsource {
namespace {

Connection& connectionOf(Handle handle) { return sourceOf(handle).connection; }

int32_t start(Handle handle) { return connectionOf(handle).start(); }

// The value of Content-Type, `contentTypeLength` bytes, has been written to where reserve() said.
int32_t hasEventStreamType(Handle handle, uint32_t contentTypeLength) {
  // The same place again: nothing has been parsed since.
  const uint8_t* contentType = sourceOf(handle).parser.reserve(contentTypeLength);
  return contentType != nullptr && isEventStream(contentType, contentTypeLength);
}

int32_t respond(Handle handle, int32_t status, int32_t isEventStream, double retryAfterMs,
                int32_t mayRetry, double elapsedMs, double random) {
  return connectionOf(handle).respond(status, isEventStream != 0, retryAfterMs, mayRetry != 0,
                                      elapsedMs, random);
}

int32_t endOfBody(Handle handle, double elapsedMs, double random) {
  return connectionOf(handle).endOfBody(elapsedMs, random);
}

int32_t networkError(Handle handle, double elapsedMs, double random) {
  return connectionOf(handle).networkError(elapsedMs, random);
}

int32_t connectTimedOut(Handle handle, double elapsedMs, double random) {
  return connectionOf(handle).connectTimedOut(elapsedMs, random);
}

int32_t idleTimedOut(Handle handle, double elapsedMs, double random) {
  return connectionOf(handle).idleTimedOut(elapsedMs, random);
}

int32_t refuse(Handle handle) { return connectionOf(handle).refuse(); }
int32_t timerFired(Handle handle) { return connectionOf(handle).timerFired(); }
int32_t online(Handle handle) { return connectionOf(handle).online(); }
int32_t offline(Handle handle) { return connectionOf(handle).offline(); }
int32_t pause(Handle handle) { return connectionOf(handle).pause(); }
int32_t resume(Handle handle) { return connectionOf(handle).resume(); }
int32_t reconnect(Handle handle) { return connectionOf(handle).reconnect(); }
int32_t close(Handle handle) { return connectionOf(handle).close(); }

int32_t state(Handle handle) { return connectionOf(handle).state(); }
double delay(Handle handle) { return connectionOf(handle).delay(); }
int32_t failures(Handle handle) { return connectionOf(handle).failures(); }
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
  numberFunction("start", &start);
  numberFunction("hasEventStreamType", &hasEventStreamType);
  numberFunction("respond", &respond);
  numberFunction("endOfBody", &endOfBody);
  numberFunction("networkError", &networkError);
  numberFunction("connectTimedOut", &connectTimedOut);
  numberFunction("idleTimedOut", &idleTimedOut);
  numberFunction("refuse", &refuse);
  numberFunction("timerFired", &timerFired);
  numberFunction("online", &online);
  numberFunction("offline", &offline);
  numberFunction("pause", &pause);
  numberFunction("resume", &resume);
  numberFunction("reconnect", &reconnect);
  numberFunction("close", &close);
  numberFunction("state", &state);
  numberFunction("delay", &delay);
  numberFunction("failures", &failures);
  numberFunction("reconnectionTime", &reconnectionTime);
  numberFunction("setReconnectionTime", &setReconnectionTime);
  numberFunction("setRetryPolicy", &setRetryPolicy);
}

}  // namespace eventsource
