#include "server.h"

#include <algorithm>
#include <charconv>

namespace eventsource::simulation {

namespace {

constexpr const char* kTypes[] = {"message", "message", "message", "price",
                                  "a-type-longer-than-eight-bytes"};
constexpr std::string_view kIdPrefix = "n\xc3\xb6 ";

// A field, with or without the space that is not part of the value.
std::string field(const char* name, std::string_view value, Dice& dice) {
  const bool hasSpace = value.starts_with(' ') || dice.chance(60);
  return std::string(name).append(hasSpace ? ": " : ":").append(value);
}

}  // namespace

NumberedEvent eventOf(int number) {
  Dice dice(static_cast<uint64_t>(number));
  NumberedEvent event{kTypes[number % 5], std::to_string(number), ""};
  event.id = std::string(kIdPrefix) + event.data;
  for (uint64_t lines = dice.below(3); lines > 0; lines--) {
    event.data += '\n';
    event.data.append(dice.below(60), static_cast<char>('a' + dice.below(26)));
    if (dice.chance(20)) event.data += "\xe4\xb8\xad\xf0\x9f\x98\x80";
  }
  if (number % 50 == 0) event.data.append(3000, 'x');
  return event;
}

std::string writeEvent(int number, Dice& dice) {
  const NumberedEvent event = eventOf(number);
  // The same for the whole event: a CR before an LF would be one line end, not two.
  const std::string lineEnd = dice.oneOf({"\n", "\n", "\r\n", "\r"});
  std::string bytes;
  const auto add = [&](std::string line) { bytes += line + lineEnd; };
  if (dice.chance(20)) add(std::string(1 + dice.below(40), ':'));
  const bool isIdFirst = dice.chance(50);
  if (isIdFirst) add(field("id", event.id, dice));
  if (event.type != "message" || dice.chance(10)) add(field("event", event.type, dice));
  for (size_t start = 0; start <= event.data.size();) {
    const size_t end = std::min(event.data.find('\n', start), event.data.size());
    add(field("data", std::string_view(event.data).substr(start, end - start), dice));
    start = end + 1;
  }
  if (!isIdFirst) add(field("id", event.id, dice));
  add("");
  return bytes;
}

int numberOf(std::string_view id) {
  if (id.empty()) return 0;
  if (!id.starts_with(kIdPrefix)) return -1;
  id.remove_prefix(kIdPrefix.size());
  int number = -1;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  return error == std::errc() && end == id.data() + id.size() ? number : -1;
}

}  // namespace eventsource::simulation
