// The option `share`: one connection for all sources of an origin that make the same request.

import { hasMembers, invalidOption, readChoice } from './validate.ts';

/** The option `share` as an object. */
export interface ShareOptions {
  /**
   * Whose connection it is: 'user-42', say. Sources share one only if they have the same key. Needed where
   * `headers`, `url` or `method` is a function, and with the option `fetch`, as what these give is not
   * known in advance.
   */
  key?: string | undefined;
  /**
   * What a source that joins without a `lastEventId` receives. 'now': what comes from then on. 'replay':
   * first what the connection has brought since it opened, for servers that begin with a snapshot; if that is
   * no longer kept, the source has a connection of its own. Default 'now'.
   */
  join?: 'now' | 'replay' | undefined;
}

/**
 * How a source with the option `share` receives its events: it holds the connection for all ('leader'),
 * receives them from the one that does ('follower'), or has a connection of its own, perhaps only for a
 * while ('alone').
 */
export type SharingRole = 'leader' | 'follower' | 'alone';

/** ShareOptions with its defaults filled in. */
export interface Share {
  readonly key: string | undefined;
  readonly join: 'now' | 'replay';
}

/**
 * @param perAttempt what is not known before it is asked for
 * @throws {TypeError} naming the member that is wrong, and what is allowed
 */
export function readShare(value: unknown, perAttempt: readonly unknown[]): Share | undefined {
  if (value === undefined || value === false) return undefined;
  if (value !== true && !hasMembers(value)) {
    invalidOption('share', 'true or an object', value);
  }
  const { key, join = 'now' } = value as ShareOptions;
  const needsKey = perAttempt.some((option) => typeof option === 'function');
  if (key === undefined ? needsKey : typeof key !== 'string') {
    invalidOption('share.key', 'a string where headers, url, method or fetch is a function', key);
  }
  return { key, join: readChoice('share.join', join, ['now', 'replay']) };
}
