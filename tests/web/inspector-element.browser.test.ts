// The inspector's element, in a page.
import axe from 'axe-core';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { EventSource, type EventSourceInit } from '../../web/index.ts';
import { EventSourceInspectorElement, type InspectOptions, inspect } from '../../web/inspector.ts';
import { fedStream } from '../support/fed-stream.ts';
import { type ScriptedStream, scriptedFetch } from '../support/scripted-fetch.ts';
import { until } from '../support/until.ts';

const kUrl = 'http://user:S3CRET@127.0.0.1:9/prices?token=S3CRET';

afterEach(() => {
  document.body.replaceChildren();
});

function open(
  streams: readonly (ScriptedStream | null)[],
  { inspect: options, ...init }: EventSourceInit & { inspect?: InspectOptions } = {},
) {
  const source = new EventSource(kUrl, {
    fetch: scriptedFetch(streams),
    retryInterval: 1,
    ...init,
  });
  onTestFinished(() => source.close());
  const inspection = inspect(source, options);
  const element = inspection.element as EventSourceInspectorElement;
  return { source, inspection, element, root: element.shadowRoot as ShadowRoot };
}

const holding = (...chunks: string[]): ScriptedStream[] => [{ chunks, then: 'hold' }];
const events = (count: number, text = (index: number) => `${index}`) =>
  Array.from({ length: count }, (_, index) => `id: ${index}\ndata: ${text(index)}\n\n`).join('');

const find = <E extends HTMLElement>(root: ShadowRoot, selector: string) =>
  root.querySelector(selector) as E;
const rowsOf = (root: ShadowRoot) => [...root.querySelectorAll<HTMLElement>('[role="option"]')];
const cell = (row: HTMLElement, name: string) => row.querySelector(`.${name}`)?.textContent ?? '';
const byPosition = (one: HTMLElement, other: HTMLElement) =>
  Number(one.getAttribute('aria-posinset')) - Number(other.getAttribute('aria-posinset'));
const texts = (root: ShadowRoot) =>
  rowsOf(root)
    .sort(byPosition)
    .map((row) => cell(row, 'text'));
const buttonOf = (root: ShadowRoot, label: string) =>
  [...root.querySelectorAll('button')].find(
    (button) => (button.getAttribute('aria-label') ?? button.textContent) === label,
  ) as HTMLButtonElement;

/** As a user does it, of whom there is none here. */
const userEvent = {
  click: (element: Element) => (element as HTMLElement).click(),
  fill(field: HTMLInputElement, text: string) {
    field.value = text;
    field.dispatchEvent(new InputEvent('input'));
  },
  selectOptions(select: HTMLSelectElement, option: string | HTMLOptionElement) {
    const index = [...select.options].findIndex(
      (candidate) => candidate === option || candidate.text === option,
    );
    select.selectedIndex = index;
    select.dispatchEvent(new Event('change'));
  },
};

/** The key goes to what has the focus. */
function press(root: ShadowRoot, ...keys: string[]): void {
  for (const key of keys) {
    root.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  }
}

function search(root: ShadowRoot, text: string): void {
  const field = find<HTMLInputElement>(root, 'input[type="search"]');
  userEvent.fill(field, text);
}

describe('where it is shown', () => {
  test('is the element of the page, or a new one at its end', () => {
    const own = document.createElement('event-source-inspector');
    document.body.append(own, document.createElement('p'));
    expect(open(holding()).element).toBe(own);
    document.body.replaceChildren();
    const { element } = open(holding());
    expect(document.body.lastElementChild).toBe(element);
    expect(element).toBeInstanceOf(EventSourceInspectorElement);
  });

  test('is the end of a page that has no body yet', () => {
    const { body, documentElement } = document;
    body.remove();
    try {
      const { element } = open(holding());
      expect(documentElement.lastElementChild).toBe(element);
      element.remove();
    } finally {
      documentElement.append(body);
    }
  });

  test('is the element that is given', () => {
    document.body.append(document.createElement('event-source-inspector'));
    const other = document.createElement('event-source-inspector');
    document.body.append(other);
    expect(open(holding(), { inspect: { element: other } }).element).toBe(other);
  });

  test('says that there is none while no source is inspected, and no more', async () => {
    const element = document.createElement('event-source-inspector');
    document.body.append(element);
    const root = element.shadowRoot as ShadowRoot;
    const parts = () =>
      ['.status', '.time-line', '.tools'].map((selector) => find(root, selector).hidden);
    await until(() => expect(find(root, '.empty').textContent).toBe('No source is inspected yet.'));
    expect(parts()).toEqual([true, true, true]);
    const { inspection } = open(holding());
    await until(() => expect(parts()).toEqual([false, false, false]));
    inspection.stop();
    await until(() => expect(parts()).toEqual([true, true, true]));
  });

  test('several sources can be chosen from, the latest first seen', async () => {
    const first = open(holding('data: first\n\n'));
    const second = open(holding('data: second\n\n'));
    expect(second.element).toBe(first.element);
    const { root } = second;
    await until(() => expect(texts(root)).toContain('second'));
    const select = find<HTMLSelectElement>(root, '.sources');
    expect(select.options).toHaveLength(2);
    userEvent.selectOptions(select, select.options[0]);
    expect(texts(root)).not.toContain('second'); // at once, not from the next frame on
    await until(() => expect(texts(root)).toContain('first'));
    first.inspection.stop();
    await until(() => expect(texts(root)).toContain('second'));
    expect(select.options).toHaveLength(1);
  });
});

describe('the list', () => {
  test('shows events as they came, and what happened to the connection', async () => {
    const { root } = open([
      { chunks: ['id: 7\nevent: price\ndata: {"bid":1}\n\n'], then: 'end' },
      { chunks: ['data: second\n\n'], then: 'hold' },
    ]);
    await until(() => expect(texts(root)).toContain('second'));
    const rows = rowsOf(root).sort(byPosition);
    const kinds = rows.map(({ dataset }) => dataset.kind);
    expect(kinds).toEqual(['attempt', 'open', 'event', 'failure', 'attempt', 'open', 'event']);
    const [, , event, failure, attempt] = rows;
    expect(['type', 'id', 'text', 'size'].map((name) => cell(event, name))).toEqual([
      'price',
      '7',
      '{"bid":1}',
      '9 B',
    ]);
    expect(cell(event, 'time')).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
    expect(cell(failure, 'text')).toMatch(/^end\. Next attempt in \d+ ms\./);
    expect(cell(attempt, 'text')).toBe('Attempt 2, from ID 7');
  });

  test('has as many rows as can be seen, however many records there are', async () => {
    const { root, inspection } = open(holding(events(3000)));
    await until(() => expect(inspection.toJSON().events).toBe(3000));
    await until(() => expect(texts(root).at(-1)).toBe('2999'));
    expect(rowsOf(root).length).toBeLessThan(60);
    expect(rowsOf(root)[0].getAttribute('aria-setsize')).toBe('3002');
  });

  test('stays where the reader is while more comes, and follows the end again from there', async () => {
    const { body, send } = fedStream();
    const source = EventSource.fromReadableStream(body);
    onTestFinished(() => source.close());
    const { element } = inspect(source, { maxRecords: 500 });
    const root = element?.shadowRoot as ShadowRoot;
    send(events(400));
    await until(() => expect(texts(root)).toContain('399'));
    const box = find(root, '.rows');
    box.scrollTop = 200 * 24;
    await until(() => expect(texts(root)).toContain('200'));
    send(events(200, (index) => `more ${index}`));
    // Older ones have made room: what is looked at has moved up.
    await until(() => expect(find(root, '.shown').textContent).toBe('500 shown'));
    await until(() => expect(box.scrollTop).toBeLessThan(150 * 24));
    expect(texts(root)).toContain('200');
    box.scrollTop = box.scrollHeight;
    await until(() => expect(texts(root)).toContain('more 199'));
    send('data: the last\n\n');
    await until(() => expect(texts(root)).toContain('the last'));
  });

  test('is searched and filtered by type', async () => {
    const { root } = open(holding(`${events(200)}event: price\ndata: gold\n\n`));
    await until(() => expect(texts(root)).toContain('gold'));
    search(root, '17');
    await until(() => expect(texts(root)).toEqual(['17', '117', ...range(170, 180)]));
    search(root, '');
    const select = find<HTMLSelectElement>(root, '.tools select');
    userEvent.selectOptions(select, 'price');
    await until(() => expect(texts(root)).toEqual(['gold']));
    userEvent.selectOptions(select, 'Connections');
    await until(() =>
      expect(rowsOf(root).map(({ dataset }) => dataset.kind)).toEqual(['attempt', 'open']),
    );
  });

  test('is not filtered by a type that another source has', async () => {
    const { root } = open(holding('event: tick\ndata: a\n\n'));
    await until(() => expect(texts(root)).toContain('a'));
    userEvent.selectOptions(find(root, '.tools select'), 'tick');
    await until(() => expect(texts(root)).toEqual(['a']));
    open(holding('data: b\n\n'));
    await until(() => expect(texts(root)).toContain('b'));
    expect(find<HTMLSelectElement>(root, '.tools select').value).toBe('');
  });

  test('takes the beginning of a type and of an ID, however long they are', async () => {
    const long = 'x'.repeat(100_000);
    const chunks = [`id: ${long}\nevent: ${long}\ndata: b\n\n`];
    const init = { lastEventId: long, retryInterval: 60_000 };
    const { root } = open([{ chunks, then: 'error' }], init);
    await until(() => expect(texts(root)).toContain('b'));
    for (const row of rowsOf(root)) expect(row.textContent?.length).toBeLessThan(2000);
    await until(() => expect(find(root, '.next').textContent).toContain('from ID x'));
    expect(find(root, '.next').textContent?.length).toBeLessThan(2000);
    userEvent.click(rowsOf(root).find((row) => cell(row, 'text') === 'b') as HTMLElement);
    expect(find(root, '.details').textContent?.length).toBeLessThan(4000);
  });

  test('stands still while paused, and says how many are new', async () => {
    const { root, source } = open([
      { chunks: ['data: a\n\n'], then: 'hold' },
      { chunks: ['data: b\n\n'], then: 'hold' },
    ]);
    await until(() => expect(texts(root)).toContain('a'));
    userEvent.click(buttonOf(root, 'Pause'));
    source.reconnect();
    await until(() => expect(find(root, '.shown').textContent).toBe('3 shown, 3 new'));
    expect(texts(root)).not.toContain('b');
    userEvent.click(buttonOf(root, 'Pause'));
    await until(() => expect(texts(root)).toContain('b'));
  });

  test('can be cleared', async () => {
    const { root } = open(holding(events(5)));
    await until(() => expect(texts(root)).toContain('4'));
    userEvent.click(buttonOf(root, 'Clear'));
    await until(() => expect(find(root, '.empty').textContent).toBe('Nothing has come yet.'));
    expect(rowsOf(root)).toEqual([]);
  });
});

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => String(from + index));

describe('what is selected', () => {
  test('is shown as a tree when it is JSON, and as text', async () => {
    const { root } = open(holding('data: {"name":"ACME","list":[1,null],"ok":true}\n\n'));
    await until(() => expect(rowsOf(root)).toHaveLength(3));
    userEvent.click(rowsOf(root).sort(byPosition)[2]);
    const lines = () => [...root.querySelectorAll('.tree .line')].map((line) => line.textContent);
    expect(lines()).toEqual(['{3}', 'name: "ACME"', 'list: [2]', 'ok: true']);
    userEvent.click(root.querySelectorAll('.tree .line')[2]);
    expect(lines()).toEqual(['{3}', 'name: "ACME"', 'list: [2]', '0: 1', '1: null', 'ok: true']);
    userEvent.click(buttonOf(root, 'Show as text'));
    expect(find(root, 'pre').textContent).toBe('{"name":"ACME","list":[1,null],"ok":true}');
  });

  test('stays in sight when its details take the place where it was', async () => {
    const { root, element } = open(holding(events(100)));
    Object.assign(element.style, { width: '340px', height: '36rem' }); // the details are below
    await until(() => expect(texts(root)).toContain('99'));
    userEvent.click(rowsOf(root).find((row) => cell(row, 'text') === '99') as HTMLElement);
    await until(() => expect(find(root, '.details').hidden).toBe(false));
    const row = () => find(root, '[aria-selected="true"]').getBoundingClientRect();
    const box = () => find(root, '.rows').getBoundingClientRect();
    await until(() => expect(row().bottom).toBeLessThanOrEqual(box().bottom + 1));
    expect(row().top).toBeGreaterThanOrEqual(box().top);
    expect(box().height).toBeGreaterThan(48);
  });

  test('is shown in parts when it is large', async () => {
    const list = JSON.stringify(Array.from({ length: 250 }, (_, index) => index));
    const { root } = open(holding(`data: ${list}\n\ndata: ${'x'.repeat(200_000)}\n\n`));
    await until(() => expect(rowsOf(root)).toHaveLength(4));
    const [, , json, text] = rowsOf(root).sort(byPosition);
    userEvent.click(json);
    userEvent.click(find(root, '.tree .line'));
    const lines = () => root.querySelectorAll('.tree .line').length;
    expect(lines()).toBe(102);
    userEvent.click(find(root, '.tree .more'));
    expect(lines()).toBe(202);
    userEvent.click(text);
    expect(find(root, 'pre').textContent).toHaveLength(100_000);
  });
});

describe('how the source is doing', () => {
  test('is told: the state, why, and when the next attempt comes', async () => {
    const { root, source } = open([{ chunks: ['id: 7\ndata: a\n\n'], then: 'end' }], {
      retryInterval: 60_000,
    });
    const state = find(root, '[role="status"]');
    await until(() => expect(state.textContent).toBe('Waiting to reconnect: end'));
    expect(find(root, '.next').textContent).toMatch(/^Attempt 2 in (60\.0|59\.\d) s, from ID 7$/);
    expect(find(root, 'canvas').getAttribute('aria-label')).toContain(': end.');
    source.close();
    await until(() => expect(state.textContent).toBe('Closed'));
    expect(find(root, '.next').textContent).toBe('');
  });

  test('is told in the same room, whatever it is', async () => {
    const { root, element, source } = open([{ chunks: ['id: 7\ndata: a\n\n'], then: 'end' }], {
      retryInterval: 60_000,
    });
    element.style.width = '1040px';
    const height = () => find(root, '.status').getBoundingClientRect().height;
    const state = find(root, '[role="status"]');
    await until(() => expect(state.textContent).toBe('Waiting to reconnect: end'));
    const waiting = height();
    source.close();
    await until(() => expect(state.textContent).toBe('Closed'));
    expect(height()).toBe(waiting);
  });

  test('is told in numbers', async () => {
    const { root } = open(holding(events(100)));
    const facts = () => {
      const pairs = [...root.querySelectorAll('.status .facts div')];
      return Object.fromEntries(
        pairs.map(({ children: [name, value] }) => [name.textContent, value.textContent]),
      );
    };
    await until(() => expect(facts().events).toBe('100'));
    await until(() => expect(Number(facts()['events/s'])).toBeGreaterThan(0));
    expect(facts().received).toMatch(/^\d\.\d kB$/);
  });
});

describe('secrets', () => {
  test('are shown nowhere', async () => {
    const { root } = open([null, { chunks: ['data: a\n\n'], then: 'hold' }], {
      headers: { Authorization: 'Bearer S3CRET' },
    });
    await until(() => expect(texts(root)).toContain('a'));
    for (const row of rowsOf(root)) {
      userEvent.click(row);
      expect(root.innerHTML).not.toContain('S3CRET');
    }
    expect(root.innerHTML).toContain('http://127.0.0.1:9/prices?…');
  });
});

describe('the keyboard', () => {
  /** What has the focus, within the element. */
  const focused = (root: ShadowRoot) => root.activeElement as HTMLElement | null;

  test('can reach every control, the list and the details', async () => {
    const { root } = open(holding('data: {"a":1}\n\n'));
    await until(() => expect(rowsOf(root)).toHaveLength(3));
    userEvent.click(rowsOf(root).sort(byPosition)[2]);
    const controls = [...root.querySelectorAll<HTMLElement>('button, select, input, .rows, .tree')];
    expect(controls.length).toBeGreaterThan(10);
    for (const control of controls) {
      const target = control.matches('.tree') ? control.querySelector('[tabindex="0"]') : control;
      (target as HTMLElement).focus();
      expect(root.activeElement).toBe(target);
      expect((target as HTMLElement).tabIndex).toBe(0);
    }
  });

  test('moves through the list', async () => {
    const { root } = open(holding(events(500)));
    await until(() => expect(texts(root)).toContain('499'));
    const box = find(root, '.rows');
    box.focus();
    const active = () => root.getElementById(box.getAttribute('aria-activedescendant') ?? '');
    const chosen = () => cell(active() as HTMLElement, 'text');
    press(root, 'ArrowUp');
    expect(chosen()).toBe('499');
    press(root, 'ArrowUp');
    expect(chosen()).toBe('498');
    press(root, 'Home');
    expect(chosen()).toBe('Attempt 1');
    press(root, 'ArrowDown', 'ArrowDown');
    expect(chosen()).toBe('0');
    expect(find(root, '.details').hidden).toBe(false);
    press(root, 'PageDown', 'End');
    expect(chosen()).toBe('499');
    press(root, 'Escape');
    expect(find(root, '.details').hidden).toBe(true);
  });

  test('moves through a tree', async () => {
    const { root } = open(holding('data: {"a":{"b":1},"c":2}\n\n'));
    await until(() => expect(rowsOf(root)).toHaveLength(3));
    userEvent.click(rowsOf(root).sort(byPosition)[2]);
    find(root, '[role="treeitem"]').focus();
    const line = () => focused(root)?.querySelector('.line')?.textContent;
    press(root, 'ArrowDown');
    expect(line()).toBe('a: {1}');
    press(root, 'ArrowRight', 'ArrowRight');
    expect(line()).toBe('b: 1');
    press(root, 'ArrowLeft');
    expect(line()).toBe('a: {1}');
    press(root, 'ArrowLeft', 'ArrowDown');
    expect(line()).toBe('c: 2');
    press(root, 'Home', 'Enter');
    expect(root.querySelectorAll('[role="treeitem"]')).toHaveLength(1);
  });
});

describe('axe', () => {
  async function expectNothingFound(): Promise<void> {
    const { violations } = await axe.run(document.body, {
      rules: { region: { enabled: false } }, // the test's page has no landmarks
    });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }

  test('finds nothing while nothing is inspected', async () => {
    document.body.append(document.createElement('event-source-inspector'));
    await expectNothingFound();
  });

  test('finds nothing with events, failures and details', async () => {
    const { root, element } = open([
      null,
      { chunks: [`${events(5)}data: {"a":[1,"x",null]}\n\n`], then: 'end' },
      { chunks: ['data: text\n\n'], then: 'hold' },
    ]);
    element.style.height = '70rem'; // all rows are seen
    await until(() => expect(texts(root)).toContain('text'));
    await expectNothingFound();
    for (const text of ['{"a":[1,"x",null]}', 'text', 'Attempt']) {
      const row = rowsOf(root).find((candidate) => cell(candidate, 'text').startsWith(text));
      userEvent.click(row as HTMLElement);
      await expectNothingFound();
    }
  });
});

test('a hundred thousand events leave few rows in the page, and no more records than it may keep', async () => {
  const block = events(1000);
  const { root, inspection } = open(holding(...Array.from({ length: 100 }, () => block)), {
    inspect: { maxRecords: 2000, maxBytes: 200_000 },
  });
  let mostRows = 0;
  await until(() => {
    mostRows = Math.max(mostRows, rowsOf(root).length);
    expect(inspection.toJSON().events).toBe(100_000);
  });
  await until(() => expect(texts(root).at(-1)).toBe('999'));
  expect(mostRows).toBeLessThan(60);
  const { records } = inspection.toJSON();
  expect(records.length).toBeLessThanOrEqual(2000);
  const units = records.reduce(
    (sum, record) => sum + (record.kind === 'event' ? record.data.length : 0),
    0,
  );
  expect(units * 2).toBeLessThanOrEqual(200_000);
});
