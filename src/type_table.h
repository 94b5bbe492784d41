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

  // The index of the type, which is copied when it is new: one that forget() has freed, or the next
  // of 1, 2, 3... 0 is "message" from the start. kUnknownType when there is no memory for it.
  uint32_t intern(const uint8_t* type, uint32_t length);

  // The index of the type, or kUnknownType. kHeadBytes can be read where it starts, also when it is
  // shorter.
  uint32_t find(const uint8_t* type, uint32_t length);

  // Changes when types are interned: what find() did not know may be known by now.
  uint32_t revision() const { return revision_; }

  // The type is unknown from now on, and its index free: at once, or, if find() has returned it
  // since beginTable(), with the first beginTable() that comes without it. Until then find() goes
  // on returning it, and to intern the type again takes the forgetting back.
  void forget(uint32_t index);

  // The indices that find() has returned so far are not used any more, except `kept`.
  void beginTable(uint32_t kept) {
    ++table_;
    if (kept != 0 && kept != kUnknownType) types_[kept].table = table_;
    if (pending_ != 0) releasePending();
  }

  // False for kUnknownType and for a type that was forgotten.
  bool isKnown(uint32_t index) const {
    return index == 0 || (index != kUnknownType && types_[index].state != State::kForgotten);
  }
  // False for those, too.
  bool isWanted(uint32_t index) const {
    return index == 0 ? messageWanted_ : index != kUnknownType && types_[index].wanted;
  }
  void want(uint32_t index, bool wanted);

 private:
  // kForgotten and kKnownAgain are in the list of pending_: the latter was interned again there.
  enum class State : uint8_t { kFree, kKnown, kForgotten, kKnownAgain };
  struct Type {
    uint64_t head;  // the first bytes, see headOf()
    uint8_t* bytes;
    uint32_t length;
    uint32_t table;       // the last one for which find() returned it
    uint32_t next;        // in the list of free_ or of pending_, 0: the last
    uint32_t nextInSlot;  // 0: the last
    State state;
    bool wanted;
  };
  bool is(uint32_t index, uint64_t head, const uint8_t* type, uint32_t length) const;
  bool grow();
  uint32_t takeIndex();
  uint32_t& slotOf(const Type& type);
  void putInSlot(uint32_t index);
  void takeFromSlot(uint32_t index);
  void release(uint32_t index);
  void releasePending();

  // types_[0] is not used: "message" needs no memory. slots_, in the same block of memory, is a
  // hash table of lists: each slot holds the index of the first type in it, 0 when it is empty.
  Type* types_ = nullptr;
  uint32_t* slots_ = nullptr;
  uint32_t count_ = 1;     // one past the largest index that was ever used
  uint32_t capacity_ = 0;  // types, and as many slots: a power of two
  uint32_t free_ = 0;      // lists of indices below count_, 0: empty
  uint32_t pending_ = 0;   // forgotten, and not free yet
  uint32_t last_ = 0;      // the type found last: streams repeat theirs
  uint32_t table_ = 1;
  uint32_t revision_ = 0;
  bool messageWanted_ = false;
};

}  // namespace eventsource
