// The page: one stream, the panels that show it, and the buttons that disturb it.

import { EventSource } from 'eventsource-wasm';
import { inspect } from 'eventsource-wasm/inspector';

import { Comparison } from './comparison.ts';
import { ConnectionPanel } from './connection-panel.ts';
import { NumberChart } from './number-chart.ts';
import { pageElement } from './page-element.ts';
import { Playground } from './playground.ts';
import { ServerFaults } from './server-faults.ts';
import { StreamTally } from './stream-tally.ts';
import { TypedText } from './typed-text.ts';

// A stream of this page's own, so that two open pages do not cut each other's.
const reader = Math.random().toString(36).slice(2);
const url = `/events?reader=${reader}`;
const text = new TypedText();
const chart = new NumberChart();
const panel = new ConnectionPanel();
const tally = new StreamTally();
const faults = new ServerFaults(reader);
const comparison = new Comparison(url);
const tokenField = pageElement<HTMLInputElement>('token');

let source: EventSource | undefined;

function connect(): void {
  source?.close();
  panel.show('connecting');
  source = new EventSource(url, {
    headers: { Authorization: `Bearer ${tokenField.value}` },
    // An EventSource that reconnects knows its last event ID by itself; a new one has to be told.
    lastEventId: tally.lastEventId,
  });
  inspect(source);
  source.onopen = () => panel.show('open');
  source.onerror = (event) => panel.showFailure(event);

  let replaysLeft = 0;
  source.addEventListener('replay', (event) => {
    replaysLeft = Number(event.data);
  });
  const listen = (type: string, take: (data: string, isReplay: boolean) => void) => {
    source?.addEventListener(type, ({ data, lastEventId }: MessageEvent<string>) => {
      const isReplay = replaysLeft > 0;
      if (isReplay) replaysLeft--;
      tally.take(Number(lastEventId), isReplay);
      panel.showTally(tally);
      take(data, isReplay);
    });
  };
  listen('lol', (letter, isReplay) => text.type(letter, isReplay));
  listen('text', (data) => {
    const { title, letters } = JSON.parse(data);
    text.begin(title, letters);
  });
  listen('number', (data, isReplay) => {
    const { time, value } = JSON.parse(data);
    chart.add(time, value, isReplay);
  });
}

function close(): void {
  source?.close();
  panel.show('closed');
}

async function heal(): Promise<void> {
  await faults.heal();
  if (source?.readyState === EventSource.CLOSED) connect();
}

function onClick(id: string, action: () => void): void {
  pageElement(id).addEventListener('click', action);
}

onClick('cut', () => faults.cut());
onClick('refuse-503', () => faults.refuse(503, 10));
onClick('refuse-401', () => faults.refuse(401));
onClick('heal', heal);
onClick('connect', connect);
onClick('close', close);
onClick('compare', () => comparison.run());
tokenField.addEventListener('keydown', ({ key }) => {
  if (key === 'Enter') connect();
});

new Playground();
connect();
comparison.run();
