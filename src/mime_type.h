// Whether a Content-Type announces an event stream.
#pragma once

#include <cstdint>

namespace eventsource {

// `contentType`: `length` bytes of the header's value as fetch gives it, several values joined by
// ", ". True if the type that they amount to has the essence text/event-stream: the last valid
// value counts, letter case and parameters do not. An empty value (no header) is none.
// https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
bool isEventStream(const uint8_t* contentType, uint32_t length);

}  // namespace eventsource
