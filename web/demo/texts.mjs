// The texts that the demo types out. They have spaces, line breaks and non-ASCII letters on purpose: each
// is an event, and has to arrive unchanged.

export const texts = [
  {
    title: 'A response that never ends',
    body: [
      'The browser sends one request, and the server never ends its response. Whenever there is',
      ' something new, it sends an event: a letter, a price, the next word of an LLM.\n\n',
      'Each event has a number. When the connection breaks — a tunnel, a closed laptop, a server',
      ' restart — the browser connects again and sends the last number it saw. The server continues',
      ' from there. Nothing is lost, and nothing arrives twice.',
    ].join(''),
  },
  {
    title: 'Cut the connection while you read this',
    body: [
      'Go on, press the button. The letters stop, but the server keeps writing. Then the connection',
      ' is back, and everything you missed arrives at once: those are the highlighted letters.\n\n',
      'It is not a clean cut. The server stops in the middle of an event, after its number and',
      ' before its letter. A client that remembers that number loses the letter.',
    ].join(''),
  },
  {
    title: 'Who is asking?',
    body: [
      'This stream is not public. The server expects a token in a request header, and the native',
      ' EventSource cannot send one. It cannot tell you why a request was refused, either: all you',
      ' get is “error”.\n\n',
      'Two small things that have held back a very good idea for twenty years. ☕',
    ].join(''),
  },
];
