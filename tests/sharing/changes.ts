import type { Engine } from '../support/browser-programs.ts';
import type { Part, Participant, Stage } from './stage.ts';

/** Something that happens to tabs that share a connection. */
export interface Change {
  name: string;
  /** Where it can be played; in every engine by default. */
  engines?: Engine[];
  play(stage: Stage): Promise<void>;
}

/** The user whose tabs the changes happen to; others are there to show that they are left alone. */
export const kUser = 'a';

/** One without any tab, until a change opens some. */
const kOther = 'c';

/** As many events as come in two seconds or so: longer than anyone waits for a leader that is silent. */
const kLong = 300;
const kShort = 50;

const others = (stage: Stage, ...some: Participant[]) =>
  stage.of(kUser).filter((participant) => !some.includes(participant));

async function replaceTab(stage: Stage, participant: Participant): Promise<void> {
  await stage.close(participant);
  await stage.open(participant.part);
}

/**
 * Ends a tab's process, and opens the tab anew when the others have gone on. To those a tab that a browser short of
 * memory discards is the same, for which the DevTools protocol has no command.
 */
async function kill(stage: Stage, participant: Participant): Promise<void> {
  process.kill(await participant.tab.process(), 'SIGKILL');
  await stage.receive(others(stage, participant), kShort);
  await replaceTab(stage, participant);
}

/** A browser opens no more to one server over HTTP/1.1. */
const kMostConnections = 6;

/**
 * What others do while a tab holds what it holds, and is silent: each has a connection of its own, as far as
 * the browser opens them.
 */
async function goOnWithout(stage: Stage, participant: Participant): Promise<void> {
  const rest = others(stage, participant);
  const users = stage.server.users.filter((user) => stage.of(user).length > 0);
  const free = kMostConnections - users.length;
  await stage.receive(rest, kLong, Math.min(free, rest.length));
}

/** Stops a tab's process while the others go on. */
async function hang(stage: Stage, participant: Participant): Promise<void> {
  const pid = await participant.tab.process();
  process.kill(pid, 'SIGSTOP');
  try {
    await goOnWithout(stage, participant);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/**
 * A page. What its worker reads would stay frozen in Chromium, whose connection the worker goes on holding, so
 * a worker that is chosen is opened anew instead.
 */
async function freeze(stage: Stage, choose: () => Participant): Promise<void> {
  let participant = choose();
  while (participant.part.place === 'worker') {
    await stage.close(participant);
    await stage.receive(stage.of(kUser), kShort);
    await stage.open(participant.part);
    participant = choose();
  }
  await participant.tab.setFrozen!(true);
  try {
    await goOnWithout(stage, participant);
  } finally {
    await participant.tab.setFrozen!(false);
  }
}

/**
 * To another page and back, by the history. A worker is not told that its page is put into the back/forward cache,
 * and is stopped with what it holds.
 */
async function leaveAndReturn(stage: Stage, participant: Participant): Promise<void> {
  await participant.tab.evaluate('void (location.href = "away.html")');
  if (participant.part.place === 'worker') await goOnWithout(stage, participant);
  else await stage.receive(others(stage, participant), kShort);
  const life = participant.life?.life;
  await participant.tab.evaluate('history.back()');
  await stage.receive([participant]);
  if (participant.life?.life === life) stage.restored += 1;
}

/** WebKit's driver ends the session when the process of a page ends. */
const hasSurvivors: Engine[] = ['chromium', 'firefox'];

export const changes: Change[] = [
  {
    name: 'leader closed',
    play: async (stage) => {
      const leader = stage.leader(kUser);
      await stage.close(leader);
      await stage.receive(stage.of(kUser), kShort);
      await stage.open(leader.part);
    },
  },
  {
    name: 'leader navigated away',
    play: async (stage) => {
      const leader = stage.leader(kUser);
      await leader.tab.load(stage.server.awayUrl);
      await stage.receive(others(stage, leader), kShort);
      await replaceTab(stage, leader);
    },
  },
  {
    name: 'storm of reloads',
    play: async (stage) => {
      const all = stage.of(kUser);
      for (let round = 0; round < 3; round += 1) {
        const some = stage.dice.shuffled(all).slice(0, 1 + stage.dice.below(all.length));
        const reload = () => Promise.all(some.map(({ tab }) => tab.reload()));
        if (round < 2) await reload();
        else await stage.renewed(some, reload);
      }
    },
  },
  {
    name: "leader's process killed",
    engines: hasSurvivors,
    play: (stage) => kill(stage, stage.leader(kUser)),
  },
  {
    name: "follower's process killed",
    engines: hasSurvivors,
    play: (stage) => kill(stage, stage.follower(kUser)),
  },
  {
    name: "leader's process stopped and continued",
    play: (stage) => hang(stage, stage.leader(kUser)),
  },
  {
    name: "follower's process stopped and continued",
    play: (stage) => hang(stage, stage.follower(kUser)),
  },
  {
    name: 'leader frozen and unfrozen',
    engines: ['chromium'],
    play: (stage) => freeze(stage, () => stage.leader(kUser)),
  },
  {
    name: 'follower frozen and unfrozen',
    engines: ['chromium'],
    play: (stage) => freeze(stage, () => stage.follower(kUser)),
  },
  {
    name: 'leader to another page and back',
    play: (stage) => leaveAndReturn(stage, stage.leader(kUser)),
  },
  {
    name: 'follower to another page and back',
    play: (stage) => leaveAndReturn(stage, stage.follower(kUser)),
  },
  {
    name: 'leader closes its source, and opens one',
    play: async (stage) => {
      const leader = stage.leader(kUser);
      await leader.command('close');
      await stage.receive(others(stage, leader), kShort);
      await leader.command('open');
    },
  },
  {
    name: 'worker terminated',
    play: async (stage) => {
      const worker = stage.of(kUser).find(({ part }) => part.place === 'worker')!;
      await stage.renewed([worker], () => worker.command('replace'));
    },
  },
  {
    name: 'frame removed',
    play: async (stage) => {
      const frame = stage.of(kUser).find(({ part }) => part.place === 'frame')!;
      await stage.renewed([frame], () => frame.command('replace'));
    },
  },
  {
    name: 'slow follower',
    play: async (stage) => {
      const follower = stage.follower(kUser);
      await follower.command('block', 500 + stage.dice.below(3000));
      await stage.receive(others(stage, follower), kLong);
    },
  },
  {
    name: 'slow leader',
    play: async (stage) => {
      const leader = stage.leader(kUser);
      await leader.command('block', 500 + stage.dice.below(3000));
      await stage.receive(others(stage, leader), kLong);
    },
  },
  {
    name: 'connection cut',
    play: async (stage) => stage.server.cut(kUser),
  },
  {
    name: 'server gone and back',
    play: async (stage) => {
      await stage.server.goAway();
      await stage.sleep(stage.dice.below(1500));
      await stage.server.comeBack();
    },
  },
  {
    name: 'offline and online',
    play: async (stage) => {
      const tabs = stage.participants.map(({ tab }) => tab);
      const setOffline = (offline: boolean) =>
        Promise.all(
          tabs.map((tab) =>
            tab.setOffline
              ? tab.setOffline(offline)
              : tab.evaluate(`void dispatchEvent(new Event('${offline ? 'offline' : 'online'}'))`),
          ),
        );
      await setOffline(true);
      await stage.server.goAway();
      await stage.sleep(stage.dice.below(1500));
      await stage.server.comeBack();
      await setOffline(false);
    },
  },
  {
    name: 'token renewed (401)',
    play: async (stage) => stage.server.renewToken(kUser),
  },
  {
    name: 'token renewed (401) while the leader closes',
    play: async (stage) => {
      const leader = stage.leader(kUser);
      stage.server.renewToken(kUser);
      await replaceTab(stage, leader);
    },
  },
  {
    name: 'late tabs ask for a replay',
    play: async (stage) => {
      const [{ part }] = stage.of(kUser);
      const replaying = (name: string): Part => ({
        name,
        user: kOther,
        place: 'window',
        join: 'replay',
        share: part.share,
      });
      const [early] = await stage.open(replaying('early'));
      await stage.receive([early], kShort);
      const late = part.share ? await stage.open(replaying('late-1'), replaying('late-2')) : [];
      await stage.receive([early, ...late]);
      const [first, ...others] = [early, ...late].map(({ life }) => life?.first);
      if (others.some((other) => other !== first)) {
        throw new Error(`the connection began with ${first}, those who came late with ${others}`);
      }
      await stage.close(early); // which has the connection
      await stage.receive(late, kShort);
      for (const participant of late) await stage.close(participant);
    },
  },
  {
    name: 'three tabs opened and closed',
    play: async (stage) => {
      const [{ part }] = stage.of(kUser);
      // With connections of their own, a browser would not open more.
      const names = part.share ? ['late-1', 'late-2', 'late-3'] : ['late'];
      const late = await stage.open(
        ...names.map((name): Part => ({ ...part, name, place: 'window', carry: false })),
      );
      await stage.receive(stage.participants);
      for (const participant of stage.dice.shuffled(late)) await stage.close(participant);
    },
  },
];
