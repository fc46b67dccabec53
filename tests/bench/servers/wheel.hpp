// A wheel of slots: who is due in each of them. A member has a `place`, by which it leaves without a search. The
// members of a slot are due once in each turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sws::bench {

template <class Member>
class Wheel {
 public:
  using Slot = std::vector<Member*>;

  struct Place {
    Slot* slot = nullptr;
    std::size_t position = 0;
  };

  // `slots` make a turn, at least one.
  explicit Wheel(std::size_t slots) : slots_(slots) {}

  const Slot& slot(std::int64_t tick) const { return slots_[static_cast<std::size_t>(tick) % slots_.size()]; }

  // From now on the member is due in the slot of this tick. It must not be in a slot.
  void join(Member& member, std::int64_t tick) {
    Slot& own = slots_[static_cast<std::size_t>(tick) % slots_.size()];
    member.place = {&own, own.size()};
    own.push_back(&member);
  }

  // Does nothing for a member that is in no slot.
  void leave(Member& member) {
    auto& [slot, position] = member.place;
    if (slot == nullptr) return;
    (*slot)[position] = slot->back();
    (*slot)[position]->place.position = position;
    slot->pop_back();
    slot = nullptr;
  }

 private:
  std::vector<Slot> slots_;
};

}  // namespace sws::bench
