import type { ResponseHead } from '../../failures/response-head.ts';
import type { SharedHead } from './messages.ts';

// Scripts can read what a server puts here; it is still meant for one tab only.
const kSecret = /^set-cookie|authori[sz]ation|token|secret|api-?key|session|cookie/i;

const bare = (url: URL | string) => {
  const result = new URL(url);
  result.username = '';
  result.password = '';
  result.hash = '';
  return result;
};

/**
 * What other members may know of a response. Of another URL than the one that was asked for not the query,
 * which may have a token.
 *
 * @param requested the constructor's URL, which all members have
 */
export function headOf({ status, headers, url }: ResponseHead, requested: URL): SharedHead {
  const { origin, pathname } = new URL(url);
  const isRequested = url === bare(requested).href;
  return {
    status,
    url: isRequested ? undefined : origin + pathname,
    headers: [...headers].filter(([name]) => !kSecret.test(name)),
  };
}

export function headFor({ status, headers, url }: SharedHead, requested: URL): ResponseHead {
  const pairs = headers.map(([name, value]): [string, string] => [name, value]);
  return { status, headers: new Headers(pairs), url: url ?? bare(requested).href };
}
