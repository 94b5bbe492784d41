import type { Browser, Tab } from './browsers/browser.ts';
import type { Dice } from './dice.ts';
import type { EventServer } from './event-server.ts';
import type { Life } from './records.ts';
import { until } from './until.ts';

/** What a tab of the play is opened with; see pages/tab.js. */
export interface Part {
  name: string;
  user: string;
  place: 'window' | 'worker' | 'frame';
  /** It sends a token. */
  auth?: boolean;
  /** It resumes after a reload where it was before. */
  carry?: boolean;
  join?: 'replay';
  /** A fault of the page itself, which the records are to show. */
  defect?: 'lose' | 'double';
  /** Without it, it has a connection of its own. */
  share: boolean;
}

export class Participant {
  constructor(
    readonly part: Part,
    readonly tab: Tab,
    private readonly server: EventServer,
  ) {}

  get life(): Life | undefined {
    return this.server.records.of(this.part.name);
  }

  get last(): number {
    return this.life?.last ?? 0;
  }

  command(name: 'block' | 'close' | 'open' | 'replace', argument?: number): Promise<unknown> {
    return this.tab.evaluate(`void command('${name}', ${argument ?? 'undefined'})`);
  }
}

/** The tabs of one browser and the server that they are connected to. */
export class Stage {
  participants: Participant[] = [];
  /** Whom the last change happened to. */
  chosen = '';
  /** How often a page came back from the back/forward cache. */
  restored = 0;

  constructor(
    readonly server: EventServer,
    readonly browser: Browser,
    readonly dice: Dice,
  ) {}

  /** Opens tabs at the same time, and waits until they have received an event. */
  async open(...parts: Part[]): Promise<Participant[]> {
    const lives = parts.map(({ name }) => this.server.records.of(name)?.life);
    const opened = await this.openTabs(parts);
    await this.backWithout(lives, opened);
    return opened;
  }

  private openTabs(parts: Part[]): Promise<Participant[]> {
    return Promise.all(
      parts.map(async (part) => this.add(part, await this.browser.open(urlOf(part, this.server)))),
    );
  }

  private add(part: Part, tab: Tab): Participant {
    const participant = new Participant(part, tab, this.server);
    this.participants.push(participant);
    return participant;
  }

  async close(participant: Participant): Promise<void> {
    this.forget(participant);
    await participant.tab.close();
  }

  /** Its page is gone, and it is not waited for any more. */
  forget(participant: Participant): void {
    this.participants = this.participants.filter((other) => other !== participant);
  }

  of(user: string): Participant[] {
    return this.participants.filter(({ part }) => part.user === user);
  }

  /** The tab that has the connection of a user; any of them when none says that it has. */
  leader(user: string): Participant {
    const all = this.of(user);
    const leaders = all.filter(({ life }) => life?.sharing === 'leader');
    const leader = leaders.length > 0 ? leaders[0] : this.dice.oneOf(all);
    this.chosen = leader.part.name;
    return leader;
  }

  follower(user: string): Participant {
    const leader = this.leader(user);
    const follower = this.dice.oneOf(this.of(user).filter((other) => other !== leader));
    this.chosen = follower.part.name;
    return follower;
  }

  /** Does something that gives tabs a new life, and waits until that has reported. */
  async renewed(participants: Participant[], work: () => Promise<unknown>): Promise<void> {
    const lives = participants.map(({ life }) => life?.life);
    await work();
    await this.backWithout(lives, participants);
  }

  private async backWithout(
    lives: (string | undefined)[],
    participants: Participant[],
  ): Promise<void> {
    const isNew = ({ life }: Participant, i: number) =>
      life !== undefined && life.life !== lives[i] && life.count > 0;
    await until(
      () => participants.every(isNew),
      () => `not back: ${participants.filter((one, i) => !isNew(one, i)).map(describe)}`,
    );
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /**
   * Waits until tabs have what is the newest event now, and `more`.
   *
   * @param enough how many of them are to have it
   */
  async receive(
    participants: Participant[],
    more = 0,
    enough = participants.length,
  ): Promise<void> {
    const newest = participants.map(({ part }) => this.server.lastId(part.user) + more);
    const isBehind = ({ last }: Participant, i: number) => last < newest[i];
    await until(
      () => participants.length - participants.filter(isBehind).length >= enough,
      () =>
        `not received: ${participants
          .flatMap((one, i) => (isBehind(one, i) ? [`${newest[i]} by ${one.part.name}`] : []))
          .join(', ')}`,
    );
  }

  /**
   * Waits until every tab receives events, and every user has as many connections as there should be.
   *
   * @returns most connections of one user until then
   */
  async settle(): Promise<number> {
    await this.receive(this.participants);
    const { server } = this;
    const isSettled = (user: string) => {
      const all = this.of(user);
      const alone = all.filter(({ part }) => !part.share).length;
      return server.connections(user) === alone + (alone < all.length ? 1 : 0);
    };
    await until(
      () => server.users.every(isSettled),
      () =>
        server.users
          .filter((user) => !isSettled(user))
          .map(
            (user) =>
              `${server.connections(user)} connections of ${user}: ${this.of(user).map(describe).join('; ')}`,
          )
          .join('\n'),
    );
    return this.takeMost();
  }

  /** Most connections of one user at the same time, since it was last asked. */
  takeMost(): number {
    return Math.max(...this.server.users.map((user) => this.server.takeMost(user)));
  }
}

function urlOf(part: Part, server: EventServer): string {
  const { name, user, place, auth, carry, join, defect, share } = part;
  const settings: Record<string, string> = { tab: name, key: user, place };
  if (auth) settings.auth = '1';
  if (carry) settings.carry = '1';
  if (share) settings.share = '1';
  if (join) settings.join = join;
  if (defect) settings.defect = defect;
  return server.pageUrl(settings);
}

export function describe({ part, life }: Participant): string {
  if (!life) return `${part.name} has reported nothing`;
  const { sharing, state, last, errors, heard } = life;
  const ago = ((performance.now() - heard) / 1000).toFixed(1);
  const failures = errors.length > 0 ? `, ${errors.at(-1)}` : '';
  return `${part.name} (${part.place}, ${sharing}, state ${state}${failures}) at ${last}, heard ${ago} s ago`;
}
