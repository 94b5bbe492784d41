#include "random_stream.h"

#include <algorithm>

namespace eventsource::testing {

std::string RandomStream::lineEnd() {
  static constexpr const char* kEnds[] = {"\n", "\n", "\n", "\r\n", "\r\n", "\r"};
  return oneOf(kEnds);
}

std::string RandomStream::value() {
  static constexpr const char* kValues[] = {"",
                                            " ",
                                            "  ",
                                            "a",
                                            " a",
                                            ":",
                                            "1",
                                            "1000",
                                            "99999999999",
                                            "message",
                                            "x",
                                            "price",
                                            "a-type-longer-than-eight-bytes",
                                            "\xe4\xb8\xad",
                                            "\xf0\x9f\x98\x80",
                                            "\xc3\xa4",
                                            "\xef\xbb\xbf",
                                            "\xef\xbf\xbd",
                                            "\xff",
                                            "\x80",
                                            "\xe4\xb8",
                                            "\xf0\x9f\x98",
                                            "\xed\xa0\x80",
                                            "\xc0\x8a",
                                            "data:",
                                            "\xe2\x80\xa8"};
  static constexpr size_t kLengths[] = {7,    8,    9,    15,   16,   17,   55,   62,
                                        63,   64,   65,   127,  128,  200,  1000, 1023,
                                        1024, 1025, 4095, 4096, 8180, 8192, 8200, 20000};
  switch (below(12)) {
    case 0:
      return std::string(1, '\0');
    case 1: {
      // Mostly short ones: long values are for the sake of regions and buffers.
      const size_t kind = below(std::size(kLengths));
      return std::string(kLengths[below(kind + 1)], static_cast<char>('a' + below(26)));
    }
    case 2: {
      std::string text;
      for (size_t n = below(below(20) == 0 ? 3000 : 30); n > 0; n--) text += oneOf(kValues);
      return text;
    }
    case 3: {
      std::string bytes;
      for (size_t n = below(40); n > 0; n--) {
        const auto byte = static_cast<char>(below(256));
        if (byte != '\n' && byte != '\r') bytes += byte;
      }
      return bytes;
    }
    case 4:
      return std::to_string(random_());
    case 5: {
      // A run of one character, as text in one script has it, with at most one byte changed.
      static constexpr const char* kCharacters[] = {"\xc3\xa4", "\xe4\xb8\xad", "\xf0\x9f\x98\x80"};
      const std::string character = oneOf(kCharacters);
      std::string run;
      for (size_t n = 1 + below(40); n > 0; n--) run += character;
      if (below(2) == 0) run[below(run.size())] = static_cast<char>(0x80 | below(128));
      return run;
    }
    default:
      return oneOf(kValues);
  }
}

std::string RandomStream::line(std::string start) {
  start += value();
  start += lineEnd();
  return start;
}

std::string RandomStream::piece() {
  static constexpr const char* kNames[] = {
      "data", "data", "data",  "data", "event", "id",     "retry",
      "",     "dat",  "datas", "Data", "even",  "events", "i",
      "ids",  "retr", "d",     "foo",  " data", "data ",  "\xef\xbb\xbf\x64\x61ta"};
  static constexpr const char* kColons[] = {":",   ":", ":",  ": ", ": ",
                                            ":  ", "",  "::", " :", ":\t"};
  switch (below(16)) {
    case 0:
      return std::string(below(4), '\r') + std::string(below(4), '\n');
    case 1:
      return value();
    case 2:
      return line(":");
    case 3:
      return line("id:") + (below(2) == 0 ? "" : lineEnd());
    case 4:
      return line("event:");
    case 5:
      return line("retry:");
    case 6: {
      // A run of small events, or of lines of one event.
      const std::string data = line("data:") + (below(3) == 0 ? "" : lineEnd());
      std::string run;
      for (size_t n = below(data.size() > 100 ? 4 : 40); n > 0; n--) run += data;
      return run;
    }
    case 7:
    case 8:
    case 9:
      return lineEnd() + lineEnd();
    default:
      return line(oneOf(kNames) + oneOf(kColons));
  }
}

std::string RandomStream::stream(size_t pieces) {
  std::string bytes;
  if (below(8) == 0) bytes += "\xef\xbb\xbf";
  while (pieces-- > 0) bytes += piece();
  if (below(4) == 0) bytes.resize(below(bytes.size() + 1));
  return bytes;
}

std::vector<size_t> RandomStream::chunks(size_t length) {
  static constexpr size_t kLargest[] = {1, 2, 3, 8, 64, 100, 1500, 20000};
  const size_t largest = kLargest[below(std::size(kLargest))];
  std::vector<size_t> sizes;
  while (length > 0) {
    const size_t size = std::min(length, below(largest + 1));
    sizes.push_back(size);
    length -= size;
  }
  return sizes;
}

}  // namespace eventsource::testing
