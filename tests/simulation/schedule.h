// A virtual clock: what is to happen, and when.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "dice.h"

namespace eventsource::simulation {

class Schedule {
 public:
  explicit Schedule(Dice& dice) : dice_(dice) {}

  // ms since the beginning
  double now() const { return now_; }

  // What is due at the same time happens in random order.
  void after(double ms, std::function<void()> action) {
    queue_.push_back({now_ + ms, dice_.next(), std::move(action)});
    std::push_heap(queue_.begin(), queue_.end());
  }

  // The clock goes on by `ms`, and nothing happens meanwhile: what was due is late.
  void sleep(double ms) { now_ += ms; }

  // Performs what is due next, unless it is later than `end`. Returns whether there was anything.
  bool step(double end) {
    if (queue_.empty() || queue_.front().time > end) return false;
    std::pop_heap(queue_.begin(), queue_.end());
    const Entry entry = std::move(queue_.back());
    queue_.pop_back();
    now_ = std::max(now_, entry.time);
    entry.action();
    return true;
  }

 private:
  struct Entry {
    double time;
    uint64_t order;
    std::function<void()> action;
    // The earliest is on top of the heap.
    bool operator<(const Entry& other) const {
      return time != other.time ? time > other.time : order > other.order;
    }
  };

  Dice& dice_;
  double now_ = 0;
  std::vector<Entry> queue_;
};

}  // namespace eventsource::simulation
