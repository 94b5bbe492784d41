// Plays worlds (world.h), seed by seed, until a number of connections has been made.
//
//   simulation [--connections N] [--seed S] [--defect D]
//
// --connections: how many in all, 1,000,000 by default. --seed: plays this world only, and tells
// each of its steps. --defect: gives the client a fault, by its name, and expects the checks to
// notice it.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <locale>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "world.h"

using namespace eventsource::simulation;

namespace {

const std::map<std::string, Defect> kDefects = {
    {"forgets-last-event-id", Defect::kForgetsLastEventId},
    {"keeps-partial-event", Defect::kKeepsPartialEvent},
    {"reads-dropped-body", Defect::kReadsDroppedBody},
    {"leaves-timer", Defect::kLeavesTimer},
    {"ignores-timeouts", Defect::kIgnoresTimeouts},
};

struct Arguments {
  uint64_t connections = 1000000;
  std::optional<uint64_t> seed;
  std::string defect;
};

Arguments readArguments(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; i += 2) {
    const std::string name = values[i];
    if (i + 1 == count) throw std::invalid_argument(name + " needs a value");
    const std::string value = values[i + 1];
    if (name == "--connections") {
      arguments.connections = std::stoull(value);
    } else if (name == "--seed") {
      arguments.seed = std::stoull(value);
    } else if (name == "--defect" && kDefects.contains(value)) {
      arguments.defect = value;
    } else {
      throw std::invalid_argument("there is no " + name + " " + value);
    }
  }
  return arguments;
}

// Seeds from 1 on, shared by as many threads as there are processors.
class Simulation {
 public:
  explicit Simulation(const Arguments& arguments)
      : connections_(arguments.connections), defect_(arguments.defect) {}

  // Returns whether all that must hold did, for every seed that was played.
  bool run() {
    std::vector<std::thread> threads;
    for (unsigned i = std::max(1u, std::thread::hardware_concurrency()); i > 0; i--) {
      threads.emplace_back([this] { playSeeds(); });
    }
    for (std::thread& thread : threads) thread.join();
    return failure_.empty();
  }

  const std::string& failure() const { return failure_; }

  void report() const {
    std::cout << worlds_ << " worlds, " << total_.connections << " connections, " << total_.events
              << " events compared, " << total_.bytes / 1000000 << " MB parsed, " << ended_
              << " worlds ended by a final fault or by the retry policy\n";
    for (int i = 1; i < kFaults; i++) {
      std::cout << std::setw(12) << total_.faults[static_cast<size_t>(i)] << "  "
                << nameOf(static_cast<Fault>(i)) << '\n';
    }
  }

 private:
  void playSeeds() {
    const Defect defect = defect_.empty() ? Defect::kNone : kDefects.at(defect_);
    while (made_ < connections_ && !hasFailed_) {
      const uint64_t seed = ++seed_;
      try {
        add(runWorld(seed, defect, nullptr));
      } catch (const std::exception& error) {
        fail(seed, error.what());
      }
    }
  }

  void add(const Outcome& outcome) {
    made_ += outcome.connections;
    const std::lock_guard lock(mutex_);
    worlds_++;
    ended_ += outcome.hasEnded;
    total_.connections += outcome.connections;
    total_.events += outcome.events;
    total_.bytes += outcome.bytes;
    for (size_t i = 0; i < kFaults; i++) total_.faults[i] += outcome.faults[i];
  }

  void fail(uint64_t seed, const std::string& rule) {
    const std::lock_guard lock(mutex_);
    hasFailed_ = true;
    failure_ = rule + "; to repeat: simulation --seed " + std::to_string(seed);
    if (!defect_.empty()) failure_ += " --defect " + defect_;
  }

  const uint64_t connections_;
  const std::string defect_;
  std::atomic<uint64_t> seed_ = 0;
  std::atomic<uint64_t> made_ = 0;
  std::atomic<bool> hasFailed_ = false;
  std::mutex mutex_;  // of what follows
  std::string failure_;
  Outcome total_;
  uint64_t worlds_ = 0;
  uint64_t ended_ = 0;
};

int playOne(const Arguments& arguments) {
  const Defect defect = arguments.defect.empty() ? Defect::kNone : kDefects.at(arguments.defect);
  const Outcome outcome = runWorld(*arguments.seed, defect, &std::cout);
  std::cout << outcome.connections << " connections, " << outcome.events << " events\n";
  return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** values) try {
  const Arguments arguments = readArguments(count, values);
  if (arguments.seed) return playOne(arguments);
  Simulation simulation(arguments);
  const bool holds = simulation.run();
  if (!arguments.defect.empty()) {
    std::cout << (holds ? "Nothing noticed the defect." : "Noticed: " + simulation.failure())
              << '\n';
    return holds ? EXIT_FAILURE : EXIT_SUCCESS;
  }
  simulation.report();
  if (!holds) std::cerr << simulation.failure() << '\n';
  return holds ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return EXIT_FAILURE;
}
