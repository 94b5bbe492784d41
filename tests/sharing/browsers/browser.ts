import type { Engine } from '../../support/browser-programs.ts';
import { openChromium } from './chromium.ts';
import { openFirefox } from './firefox.ts';
import { openWebKit } from './webkit.ts';

/** A tab of a browser that is driven from outside. */
export interface Tab {
  load(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Closes it, even when its process has ended. */
  close(): Promise<void>;
  /** The value of an expression in the page, which is no promise. */
  evaluate(expression: string): Promise<unknown>;
  /** The process that runs the page. */
  process(): Promise<number>;
  /** Freezes the page as a browser does with one that is hidden, and lets it go on. */
  setFrozen?(frozen: boolean): Promise<void>;
  /** Discards it, as a browser does to save memory; another tab is in front of it then. */
  discard?(): Promise<void>;
  /** Loads it again after that, as when it is shown. */
  restore?(): Promise<void>;
  /** Takes the network away from it, or gives it back. */
  setOffline?(offline: boolean): Promise<void>;
}

/** One browser with one profile. */
export interface Browser {
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** Opens an installed browser. Timers of its hidden tabs are throttled, as they are by default. */
export const openBrowser = (engine: Engine): Promise<Browser> => open[engine]();

const open: Record<Engine, () => Promise<Browser>> = {
  chromium: openChromium,
  firefox: openFirefox,
  webkit: openWebKit,
};
