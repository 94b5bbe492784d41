// The id and the type of a block that came after its first data. Data lines are joined in place,
// over whatever lies between them, so these two wait elsewhere until the event is dispatched.
#pragma once

#include <cstdint>

#include "byte_range.h"

namespace eventsource {

class LateField {
 public:
  LateField() = default;
  ~LateField();
  LateField(const LateField&) = delete;
  LateField& operator=(const LateField&) = delete;

  bool isSet() const { return isSet_; }
  uint32_t length() const { return isSet_ ? length_ : 0; }
  const uint8_t* bytes() const { return bytes_; }

  // Copies the value. False when there is no memory for it.
  bool set(const uint8_t* value, uint32_t length);
  void clear() { isSet_ = false; }

 private:
  uint8_t* bytes_ = nullptr;
  uint32_t length_ = 0;
  uint32_t capacity_ = 0;
  bool isSet_ = false;
};

struct LateFields {
  LateField id;
  LateField type;
  bool any() const { return id.isSet() || type.isSet(); }
  uint32_t length() const { return id.length() + type.length(); }
  void clear() {
    id.clear();
    type.clear();
  }
};

}  // namespace eventsource
