// A field of the block at hand whose value the event takes with it: id or type.
#pragma once

#include <cstdint>

#include "byte_range.h"

namespace eventsource {

// Where the value is. Data lines are joined in place and overwrite whatever is between them, so a
// value that comes after the first of them is kept aside until the event is dispatched.
class BlockField {
 public:
  enum class Place : uint8_t { kAbsent, kInput, kAside };

  BlockField() = default;
  ~BlockField();
  BlockField(const BlockField&) = delete;
  BlockField& operator=(const BlockField&) = delete;

  bool isPresent() const { return place_ != Place::kAbsent; }
  bool isInInput() const { return place_ == Place::kInput; }
  bool isAside() const { return place_ == Place::kAside; }

  // The value, in the input buffer if it is there; empty if it is absent.
  ByteRange& range() { return range_; }

  // Its bytes wherever they are; 0 if it is absent.
  uint32_t length() const { return range_.length(); }
  uint32_t lengthAside() const { return isAside() ? range_.length() : 0; }

  void clear() {
    place_ = Place::kAbsent;
    range_ = {};
  }
  void setInInput(ByteRange value) {
    place_ = Place::kInput;
    range_ = value;
  }
  // Copies the value. False when there is no memory for it: then the field is absent.
  bool setAside(const uint8_t* value, uint32_t length);
  // Puts a value that is aside into the input buffer, from `end` on. Returns where it ends there.
  uint32_t moveToInput(uint8_t* input, uint32_t end);

 private:
  static constexpr uint32_t kSmallest = 64;
  static constexpr uint32_t kKept = 1 << 12;  // a larger aside_ is given back once it is moved

  Place place_ = Place::kAbsent;
  ByteRange range_;
  uint8_t* aside_ = nullptr;
  uint32_t capacity_ = 0;  // of aside_
};

}  // namespace eventsource
