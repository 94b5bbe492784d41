// A page of which any number may be open: they share one connection.

import { EventSource } from 'eventsource-wasm';

import { pageElement } from './page-element.ts';
import { StreamTally } from './stream-tally.ts';

const kRoles = {
  leader: 'This tab holds the connection, for all of them.',
  follower: 'Another tab holds the connection.',
  alone: 'This tab has a connection of its own.',
};

const tally = new StreamTally();
const source = new EventSource('/events?reader=all-tabs', {
  share: true,
  headers: { Authorization: 'Bearer open-sesame' },
});

function showRole(): void {
  const { sharing } = source.stats;
  const isOpen = source.readyState === EventSource.OPEN && sharing;
  const role = pageElement('role');
  role.textContent = isOpen ? kRoles[sharing] : 'Connecting';
  role.dataset.state = isOpen ? 'open' : 'connecting';
}

let replaysLeft = 0;
source.addEventListener('replay', ({ data }) => {
  replaysLeft = Number(data);
});
for (const type of ['lol', 'text', 'number']) {
  source.addEventListener(type, ({ lastEventId }) => {
    const isReplay = replaysLeft > 0;
    if (isReplay) replaysLeft--;
    tally.take(Number(lastEventId), isReplay);
    for (const name of ['received', 'lost', 'doubled'] as const) {
      pageElement(name).textContent = tally[name].toLocaleString('en');
    }
    showRole();
  });
}
source.onopen = showRole;
source.onerror = showRole;
pageElement('another').addEventListener('click', () => window.open('/shared', '_blank'));
