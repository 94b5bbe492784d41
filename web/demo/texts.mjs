// The texts that the demo types out. Spaces, line breaks and letters beyond ASCII are part of the
// show: each is an event of its own and has to arrive as it is.

export const texts = [
  {
    title: 'A reply that never ends',
    body: [
      'The browser asks once, and the server keeps the line open. Whenever there is something to',
      ' say, it says it: a letter, a price, a word of an answer still being thought of.\n\n',
      'Each event carries a number. When the line breaks — a tunnel, a lid closed, a server',
      ' restarted — the browser calls back and names the last number it saw. The server goes on',
      ' from there. Nothing is lost, nothing comes twice.',
    ].join(''),
  },
  {
    title: 'Cut the line while you read this',
    body: [
      'Go on, press the button. The letters stop, and the server writes on without you. Then the',
      ' line is back, and what you missed arrives in one breath: those are the tinted letters.\n\n',
      'The cut is not a gentle one. The server breaks off in the middle of an event, after its',
      ' number and before its letter. Whoever takes that number for read loses the letter.',
    ].join(''),
  },
  {
    title: 'Who is asking?',
    body: [
      'This stream is not for everyone. The server wants to see a token in a request header, and',
      ' the EventSource that browsers are born with cannot send one. Nor can it tell you why a',
      ' door stays shut: “error”, it says, and no more.\n\n',
      'Small things, for twenty years in the way of a very good idea. ☕',
    ].join(''),
  },
];
