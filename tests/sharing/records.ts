/** What a page reports; see pages/recorder.js. */
export interface Report {
  tab: string;
  key: string;
  /** A document's or a worker's. */
  life: string;
  /** When that began, ms since 1970. */
  began: number;
  /** The ID that it resumed after. */
  after: number | null;
  /** How many IDs there were before these. */
  at: number;
  /** The IDs received, as runs of consecutive ones. */
  runs: [first: number, last: number][];
  /** How many events were another user's, or not as the server sent them. */
  foreign: number;
  /** How often it was restored from the back/forward cache. */
  restored: number;
  errors: string[];
  sharing: 'leader' | 'follower' | 'alone';
  state: number;
}

/** One life of a tab: from the load of its page on. */
export interface Life extends Report {
  /** How many IDs it has received. */
  count: number;
  /** The first ID. */
  first: number | undefined;
  /** The highest ID. */
  last: number | undefined;
  /** When it reported last, ms. */
  heard: number;
}

export interface Tally {
  /** Events of all tabs that were compared. */
  compared: number;
  lost: number;
  doubled: number;
  foreign: number;
}

export const emptyTally = (): Tally => ({ compared: 0, lost: 0, doubled: 0, foreign: 0 });

/** Compares what tabs report with what they should receive: each ID once and in order. */
export class Records {
  private readonly lives = new Map<string, Life>();
  private readonly latest = new Map<string, Life>();
  /** What is wrong, in words. */
  readonly faults: string[] = [];
  /** What reports are added to. */
  tally = emptyTally();

  /** The current life of a tab, if that has reported. */
  of(tab: string): Life | undefined {
    return this.latest.get(tab);
  }

  receive(report: Report): void {
    const life = this.lifeOf(report);
    const { count, foreign } = life;
    if (report.at + lengthOf(report.runs) < count) return; // late: a later one has arrived
    Object.assign(life, report, { heard: performance.now() });
    this.addForeign(life, report.foreign - foreign);
    if (report.at > count) this.faults.push(`${nameOf(life)}: a report is missing`);
    let known = count - report.at;
    for (const [first, last] of report.runs) {
      for (let id = first; id <= last; id += 1) {
        known -= 1;
        if (known < 0) this.compare(life, id);
      }
    }
  }

  private lifeOf(report: Report): Life {
    let life = this.lives.get(report.life);
    if (life) return life;
    const last = report.after ?? undefined;
    life = { ...report, foreign: 0, count: 0, first: undefined, last, heard: 0 };
    this.lives.set(report.life, life);
    const current = this.latest.get(report.tab);
    if (!current || current.began <= life.began) this.latest.set(report.tab, life);
    return life;
  }

  private compare(life: Life, id: number): void {
    const expected = life.last === undefined ? id : life.last + 1;
    life.count += 1;
    life.first ??= id;
    this.tally.compared += 1;
    if (id < expected) {
      this.tally.doubled += 1;
      this.faults.push(`${nameOf(life)}: ${id} came again, ${life.last} was the last`);
      return;
    }
    if (id > expected) {
      this.tally.lost += id - expected;
      this.faults.push(`${nameOf(life)}: ${id} came after ${life.last}`);
    }
    life.last = id;
  }

  private addForeign(life: Life, count: number): void {
    if (count <= 0) return;
    this.tally.foreign += count;
    this.faults.push(`${nameOf(life)}: ${count} events were another user's, or changed`);
  }
}

const nameOf = ({ tab, sharing, count }: Life): string => `${tab} (${sharing}, event ${count})`;

const lengthOf = (runs: Report['runs']): number =>
  runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
