#include "line_scanner.h"

#include "scanner_block.h"

namespace eventsource {

uint32_t findBlock(const uint8_t* input, uint32_t scan, uint32_t end, BlockMasks& masks) {
  for (; scan < end; scan += kBlockBytes) {
    const ScannerBlock block(input + scan);
    if (block.isPlain()) continue;
    const uint64_t lineFeeds = block.lineFeeds();
    const uint64_t returns = block.carriageReturns();
    masks = {(lineFeeds & ~(returns << 1)) | returns, block.nonAscii()};
    break;
  }
  return scan;
}

}  // namespace eventsource
