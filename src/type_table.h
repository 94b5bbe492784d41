// The event types that somebody listens to, as small numbers: a stream's `event:` values are
// compared with them byte for byte and never become strings.
#pragma once

#include <cstdint>

#include "event_table.h"

namespace eventsource {

class TypeTable {
 public:
  static constexpr uint32_t kHeadBytes = 8;

  TypeTable() = default;
  ~TypeTable();
  TypeTable(const TypeTable&) = delete;
  TypeTable& operator=(const TypeTable&) = delete;

  // The index of the type, which is copied when it is new: 1, 2, 3... in order of coming. 0 is
  // "message" from the start. kUnknownType when there is no memory for it.
  uint32_t intern(const uint8_t* type, uint32_t length);

  // The index of the type, or kUnknownType. kHeadBytes can be read where it starts, also when it is
  // shorter.
  uint32_t find(const uint8_t* type, uint32_t length);

  // Grows with every type that is new.
  uint32_t count() const { return count_; }

  bool isWanted(uint32_t index) const { return index == 0 ? messageWanted_ : types_[index].wanted; }
  void want(uint32_t index, bool wanted);

 private:
  struct Type {
    uint64_t head;  // the first bytes, see headOf()
    uint8_t* bytes;
    uint32_t length;
    bool wanted;
  };
  bool is(uint32_t index, uint64_t head, const uint8_t* type, uint32_t length) const;
  bool grow();
  void putInSlot(uint32_t index);

  // types_[0] is not used: "message" needs no memory. slots_ is an open hash table of indices; an
  // empty slot holds 0. It has twice as many slots as there is room for types, a power of two.
  Type* types_ = nullptr;
  uint32_t* slots_ = nullptr;
  uint32_t count_ = 1;
  uint32_t capacity_ = 0;
  uint32_t last_ = 0;  // the type found last: streams repeat theirs
  bool messageWanted_ = false;
};

}  // namespace eventsource
