// A server that numbers its events and replays those after a Last-Event-ID.
#pragma once

#include <string>
#include <string_view>

#include "dice.h"

namespace eventsource::simulation {

// The event with this number, from 1 on, as a client is to see it.
struct NumberedEvent {
  std::string type;
  std::string data;
  std::string id;
};
NumberedEvent eventOf(int number);

// Its bytes, in one of the many ways in which the format allows to write them.
std::string writeEvent(int number, Dice& dice);

// The number of the event that has this id; 0 for the empty id, -1 for one that was never sent.
int numberOf(std::string_view id);

}  // namespace eventsource::simulation
