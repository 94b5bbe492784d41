#include "world.h"

#include <algorithm>
#include <ostream>
#include <stdexcept>
#include <string>

#include "server.h"

namespace eventsource::simulation {

namespace {

constexpr double kNetworkGivesUp = 120000;  // ms without a sign of the other side
constexpr double kEventTime = 1000;         // ms, more than it takes to send an event
constexpr uint64_t kMostSteps = 1000000;

class World {
 public:
  World(uint64_t seed, Defect defect, std::ostream* log)
      : dice_(seed),
        plan_(dice_),
        schedule_(dice_),
        client_(plan_, schedule_, dice_, defect,
                [this](int request, std::string_view id) { onRequest(request, id); }),
        log_(log) {}

  Outcome run();

 private:
  struct Body {
    int request;
    int next;           // the number of the event to send next
    std::string bytes;  // of events, to be cut into chunks
    uint64_t left;      // bytes until the connection is lost
    Fault fault;        // how
  };

  bool areFaultsOver() const { return schedule_.now() >= plan_.faultsEnd; }
  Fault drawFault(std::initializer_list<Fault> faults);
  void count(Fault fault) { outcome_.faults[static_cast<size_t>(fault)]++; }
  void note(const std::string& what) const {
    if (log_) *log_ << schedule_.now() << " ms: " << what << '\n';
  }

  void onRequest(int request, std::string_view lastEventId);
  void respond(int request, int first, Fault fault);
  void sendNext(Body body);
  void lose(const Body& body);
  void giveUp(int request, double timeout);
  void disturb();
  void endOfFaults();
  double deadline() const;

  Dice dice_;
  const Plan plan_;
  Schedule schedule_;
  Client client_;
  std::ostream* const log_;
  Outcome outcome_;
  bool isNetworkUp_ = true;
};

// kNone, or one of `faults`.
Fault World::drawFault(std::initializer_list<Fault> faults) {
  if (areFaultsOver() || !dice_.chance(plan_.faultPercent)) return Fault::kNone;
  return faults.begin()[dice_.below(faults.size())];
}

void World::onRequest(int request, std::string_view lastEventId) {
  const int last = numberOf(lastEventId);
  if (last < 0) throw std::logic_error("an id came that the server never sent");
  const double roundTrip = 1 + static_cast<double>(dice_.below(200));
  const Fault fault =
      isNetworkUp_
          ? drawFault({Fault::kRefused, Fault::kUnavailable, Fault::kFinalStatus,
                       Fault::kNoResponse, Fault::kRedirected, Fault::kEnded, Fault::kBroken,
                       Fault::kStalled, Fault::kRepeated, Fault::kEnded, Fault::kBroken})
          : Fault::kRefused;
  if (fault == Fault::kFinalStatus && !plan_.mayEnd) return onRequest(request, lastEventId);
  count(fault);
  note("request " + std::to_string(request) + " after event " + std::to_string(last) + ": " +
       nameOf(fault));
  switch (fault) {
    case Fault::kRefused:
      return schedule_.after(roundTrip, [this, request] { client_.onError(request); });
    case Fault::kNoResponse:
      return giveUp(request, plan_.connectTimeout);
    case Fault::kUnavailable: {
      const double retryAfter = dice_.oneOf({kNoRetryAfter, kNoRetryAfter, 0.0, 700.0, 3000.0});
      return schedule_.after(roundTrip, [this, request, retryAfter] {
        client_.onResponse(request, 503, true, retryAfter);
      });
    }
    case Fault::kFinalStatus: {
      const int status = dice_.oneOf({204, 401});
      return schedule_.after(roundTrip, [this, request, status] {
        client_.onResponse(request, status, false, kNoRetryAfter);
      });
    }
    default:
      break;
  }
  const int first = fault == Fault::kRepeated && last > 0 ? last : last + 1;
  const double trips = fault == Fault::kRedirected ? 1.0 + static_cast<double>(dice_.below(20)) : 1;
  schedule_.after(roundTrip * trips,
                  [this, request, first, fault] { respond(request, first, fault); });
}

void World::respond(int request, int first, Fault fault) {
  if (fault == Fault::kRepeated) client_.expectRepeated(request);
  client_.onResponse(request, 200, false, kNoRetryAfter);
  Body body{request, first, "",
            dice_.below(dice_.oneOf({uint64_t{20}, uint64_t{400}, uint64_t{4000}})), fault};
  if (dice_.chance(20)) body.bytes = "\xef\xbb\xbf";
  if (plan_.retry >= 0) {
    body.bytes += "retry:" + std::to_string(static_cast<int>(plan_.retry)) + "\n\n";
  }
  sendNext(std::move(body));
}

// The next chunk: cut anywhere, once it has been published.
void World::sendNext(Body body) {
  const bool isLost =
      body.fault == Fault::kEnded || body.fault == Fault::kBroken || body.fault == Fault::kStalled;
  if (isLost && body.left == 0) return lose(body);
  while (body.next <= plan_.events && plan_.interval * body.next <= schedule_.now() &&
         body.bytes.size() < 500) {
    body.bytes += writeEvent(body.next++, dice_);
  }
  double pause = static_cast<double>(dice_.below(30));
  if (body.bytes.empty()) {
    if (body.next > plan_.events) {
      if (isLost) lose(body);
      return;  // an open connection on which nothing is left to be said
    }
    pause = std::max(0.0, plan_.interval * body.next - schedule_.now());
    return schedule_.after(pause, [this, body = std::move(body)] { sendNext(body); });
  }
  uint64_t size = 1 + dice_.below(dice_.chance(30) ? 4 : body.bytes.size());
  size = std::min<uint64_t>(size, body.bytes.size());
  if (isLost) size = std::min(size, body.left);
  body.left -= std::min(size, body.left);
  schedule_.after(pause, [this, size, body = std::move(body)]() mutable {
    client_.onBytes(body.request, std::string_view(body.bytes).substr(0, size));
    body.bytes.erase(0, size);
    sendNext(std::move(body));
  });
}

// A dead connection is noticed by the network only where the client has no timeout for it.
void World::giveUp(int request, double timeout) {
  if (timeout > 0) return;
  schedule_.after(kNetworkGivesUp, [this, request] { client_.onError(request); });
}

void World::lose(const Body& body) {
  const int request = body.request;
  note("the connection of request " + std::to_string(request) + " is lost");
  if (body.fault == Fault::kStalled) {
    giveUp(request, plan_.idleTimeout);
  } else if (body.fault == Fault::kEnded) {
    client_.onEnd(request);
  } else {
    client_.onError(request);
  }
}

// What comes from the browser, the computer and the caller, again and again until faults end.
void World::disturb() {
  if (areFaultsOver() || client_.isClosed()) return;
  const double span =
      1 + static_cast<double>(dice_.below(static_cast<uint64_t>(plan_.faultsEnd / 8)));
  const Fault fault = drawFault({Fault::kOffline, Fault::kFalselyOffline, Fault::kHidden,
                                 Fault::kSleep, Fault::kReconnectByCaller, Fault::kNone});
  count(fault);
  if (fault != Fault::kNone) note(nameOf(fault));
  switch (fault) {
    case Fault::kOffline:
      isNetworkUp_ = false;
      client_.offline();
      break;
    case Fault::kFalselyOffline:
      client_.offline();
      break;
    case Fault::kHidden:
      client_.pause();
      break;
    case Fault::kSleep:
      schedule_.sleep(span * 20);
      break;
    case Fault::kReconnectByCaller:
      client_.reconnect();
      break;
    default:
      break;
  }
  schedule_.after(span, [this] {
    endOfFaults();
    disturb();
  });
}

void World::endOfFaults() {
  isNetworkUp_ = true;
  client_.online();
  client_.resume();
}

// From the end of faults on: the waits that have begun before, and what is then left to be sent.
double World::deadline() const {
  const double sending = plan_.events * (plan_.interval + kEventTime);
  return schedule_.now() + 2 * kNetworkGivesUp + 4 * plan_.longestDelay() + sending;
}

Outcome World::run() {
  client_.start();
  schedule_.after(static_cast<double>(dice_.below(2000)), [this] { disturb(); });
  double end = RetryPolicy::kForever;
  uint64_t steps = 0;
  while (client_.received() < plan_.events && !client_.isClosed()) {
    if (end == RetryPolicy::kForever && areFaultsOver()) end = deadline();
    if (!schedule_.step(end)) throw std::logic_error("not all events have come");
    if (++steps > kMostSteps) throw std::logic_error("it never ends");
  }
  outcome_.hasEnded = client_.isClosed();
  if (outcome_.hasEnded && !plan_.mayEnd) throw std::logic_error("the client gave up");
  // Whatever still comes must change nothing.
  client_.close();
  const int received = client_.received();
  const int requests = client_.requests();
  for (steps = 0; steps < 100 && schedule_.step(RetryPolicy::kForever); steps++) {
  }
  client_.start();
  client_.reconnect();
  client_.resume();
  client_.online();
  if (!client_.isClosed() || client_.received() != received || client_.requests() != requests) {
    throw std::logic_error("something happened after CLOSED");
  }
  outcome_.connections = static_cast<uint64_t>(requests);
  outcome_.events = static_cast<uint64_t>(received);
  outcome_.bytes = client_.bytes();
  return outcome_;
}

}  // namespace

Outcome runWorld(uint64_t seed, Defect defect, std::ostream* log) {
  return World(seed, defect, log).run();
}

}  // namespace eventsource::simulation
