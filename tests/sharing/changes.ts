import type { Engine } from '../support/browser-programs.ts';
import {
  discard,
  end,
  freeze,
  hang,
  kill,
  kLong,
  kShort,
  kUser,
  leaveAndReturn,
  others,
  replaceTab,
} from './interruptions.ts';
import type { Part, Stage } from './stage.ts';

/** Something that happens to tabs that share a connection. */
export interface Change {
  name: string;
  /** Where it can be played; in every engine by default. */
  engines?: Engine[];
  play(stage: Stage): Promise<void>;
}

/** One without any tab, until a change opens some. */
const kOther = 'c';

/** Of WebKit's, the driver is lost with the first: they come last. */
const canLoseProcesses: Engine[] = ['chromium', 'firefox'];
/** WebKitGTK has no discarding. */
const canDiscard: Engine[] = ['chromium', 'firefox'];

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
    engines: canLoseProcesses,
    play: (stage) => kill(stage, stage.leader(kUser)),
  },
  {
    name: "follower's process killed",
    engines: canLoseProcesses,
    play: (stage) => kill(stage, stage.follower(kUser)),
  },
  {
    name: 'leader discarded and loaded again',
    engines: canDiscard,
    play: (stage) => discard(stage, stage.leader(kUser)),
  },
  {
    name: 'follower discarded and loaded again',
    engines: canDiscard,
    play: (stage) => discard(stage, stage.follower(kUser)),
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

/** After all others: WebKit's driver ends its session with the first, and the tabs that are left go on. */
export const lastChanges: Change[] = [
  {
    name: "leader's process killed",
    engines: ['webkit'],
    play: (stage) => end(stage, stage.leader(kUser)),
  },
  {
    name: "follower's process killed",
    engines: ['webkit'],
    play: (stage) => end(stage, stage.follower(kUser)),
  },
];
