import { createParser } from 'eventsource-parser';
import { readAll } from '../byte-reader.mjs';

export default {
  name: 'fetch + eventsource-parser',
  open(url, onData) {
    let closed = false;
    const decoder = new TextDecoder();
    const parser = createParser({ onEvent: (event) => onData(event.data) });
    const take = (chunk) => {
      parser.feed(decoder.decode(chunk, { stream: true }));
      return closed;
    };
    fetch(url, { cache: 'no-store' }).then((response) => readAll(response.body, take));
    return () => {
      closed = true;
    };
  },
};
