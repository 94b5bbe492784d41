import { SimulatedBrowser } from './simulated-browser.ts';
import type { SimulatedTab } from './simulated-tab.ts';

const kRounds = 6;
const kMostTabs = 14;
const kCalm = 45_000; // ms; longer than any timer
const kSoon = 5000; // ms
const kPatience = 15_000; // ms; as long as a leader may be silent, and to connect
const kQuiet = 15_000; // ms in which all arrives

function change(browser: SimulatedBrowser): void {
  const { dice, server, tabs } = browser;
  const tab = dice.pick([...tabs]);
  const isIn = (life: SimulatedTab['life']) => tab?.life === life;
  switch (dice.between(0, 13)) {
    case 0:
    case 1:
    case 2:
      if (tabs.size < kMostTabs) browser.open();
      break;
    case 3:
      if (tab && isIn('running')) browser.close(tab);
      break;
    case 4:
    case 5:
      if (tab) browser.crash(tab);
      break;
    case 6:
      if (tab && isIn('running')) tab.freeze();
      else if (tab && isIn('frozen')) tab.thaw();
      break;
    case 7:
      if (tab && isIn('running')) tab.hide();
      else if (tab && isIn('left')) tab.show();
      break;
    case 8:
      server.endAll(dice.chance(0.5) ? 'end' : 'broken');
      break;
    case 9:
      server.isDown = !server.isDown && dice.chance(0.5);
      break;
    case 10:
      if (tab) tab.isSlow = !tab.isSlow;
      break;
    case 11:
      if (tab) tab.see(tab.seen === 'visible' ? 'hidden' : 'visible');
      break;
    case 12:
      if (tab && isIn('running')) tab.reconnect();
      break;
    default: {
      const [leader] = browser.leaders;
      if (leader && dice.chance(0.5)) browser.crash(leader);
      else if (leader && isIn('running')) leader.freeze();
    }
  }
}

function sendEvents(browser: SimulatedBrowser): void {
  const { clock, dice, server } = browser;
  const next = () => {
    for (let count = dice.between(1, 3); count > 0; count--) server.send();
    clock.after(dice.chance(0.05) ? dice.between(1000, 12_000) : dice.between(5, 400), next);
  };
  next();
}

/** What is wrong, if anything is. */
function faultOf(browser: SimulatedBrowser, everybody: Iterable<SimulatedTab>): string | undefined {
  for (const { fault } of everybody) if (fault) return fault;
  if (browser.leaders.length > 1) return 'there are two leaders';
  return undefined;
}

/** All tabs run again, and nothing else happens. */
function calmDown(browser: SimulatedBrowser): void {
  browser.server.isDown = false;
  browser.isCalm = true;
  for (const tab of browser.tabs) {
    tab.isSlow = false;
    if (tab.life === 'frozen') tab.thaw();
    else if (tab.life === 'left') tab.show();
  }
}

function faultWhenCalm(browser: SimulatedBrowser): string | undefined {
  const { server, tabs } = browser;
  for (const { last, member, name } of tabs) {
    if (last < server.last) return `${name} (${member.phase}) has got to ${last} of ${server.last}`;
  }
  const phases = [...tabs].map(({ name, member }) => `${name} ${member.phase}`).join(', ');
  if (tabs.size > 0 && server.connections.size !== 1) {
    return `there are ${server.connections.size} connections (${phases})`;
  }
  const seen = [...tabs].find((tab) => tab.seen === 'visible');
  const [leader] = browser.leaders;
  if (seen && leader?.seen === 'hidden') return `${leader.name} leads, and ${seen.name} is seen`;
  return undefined;
}

/** One of the others goes on for all of them, with one request, wherever each of them had got to. */
function faultAfterCrash(browser: SimulatedBrowser): string | undefined {
  const { clock, server, tabs } = browser;
  const [leader] = browser.leaders;
  clock.run(browser.dice.between(500, 3000));
  const before = server.requests;
  if (!leader || tabs.size < 2) return undefined;
  browser.crash(leader);
  clock.run(kSoon);
  const requests = server.requests - before;
  return requests === 1 ? undefined : `a crash of the leader led to ${requests} requests`;
}

/** A leader that says nothing is not waited for. */
function faultWhileFrozen(browser: SimulatedBrowser): string | undefined {
  const { clock, server, tabs } = browser;
  const [leader] = browser.leaders;
  if (!leader) return undefined;
  leader.freeze();
  clock.run(kPatience);
  const { last } = server;
  clock.run(kSoon);
  leader.thaw();
  for (const tab of tabs) {
    if (tab !== leader && tab.last < last) {
      return `${tab.name} (${tab.member.phase}) waits for the frozen leader`;
    }
  }
  return undefined;
}

/** Plays the world of one seed, and says what was wrong with it. */
export function simulate(seed: number): {
  fault: string | undefined;
  opened: number;
  received: number;
} {
  const browser = new SimulatedBrowser(seed);
  const { clock, dice, server } = browser;
  server.hasEventsWithoutId = dice.chance(0.5);
  const everybody = new Set<SimulatedTab>();
  let fault: string | undefined;
  sendEvents(browser);
  for (let round = 0; round < kRounds && !fault; round++) {
    for (let changes = dice.between(5, 40); changes > 0 && !fault; changes--) {
      change(browser);
      for (const tab of browser.tabs) everybody.add(tab);
      clock.run(dice.chance(0.3) ? dice.between(0, 20) : dice.between(20, 4000));
      fault = faultOf(browser, everybody);
    }
    calmDown(browser);
    clock.run(kCalm);
    browser.server.isQuiet = true;
    clock.run(kQuiet);
    fault ??= faultOf(browser, everybody) ?? faultWhenCalm(browser);
    browser.server.isQuiet = false;
    fault ??= faultAfterCrash(browser) ?? faultWhileFrozen(browser);
    browser.isCalm = false;
    if (fault) fault += `, in round ${round}, at ${clock.now} ms`;
  }
  let received = 0;
  for (const tab of everybody) received += tab.received;
  return { fault, opened: browser.opened, received };
}
