// The option `request`: what only the caller knows of the request, and fetch is handed as it is.

import { describeKind, hasMembers, invalidOption } from './validate.ts';

/** Members of `fetch`'s second argument that this package sets itself. */
export type OwnMember =
  | 'body'
  | 'cache'
  | 'credentials'
  | 'duplex'
  | 'headers'
  | 'method'
  | 'mode'
  | 'redirect'
  | 'signal';

/** What to use instead; '' for the option of the same name. */
const kOwnMembers = {
  body: '',
  cache: "it is 'no-store'",
  credentials: '',
  duplex: 'the body decides it',
  headers: '',
  method: '',
  mode: "it is 'cors'",
  redirect: '',
  signal: '',
} as const satisfies Record<OwnMember, string>;

/**
 * Members of `fetch`'s second argument, such as `priority`, `referrer`, `referrerPolicy`, `keepalive` or
 * `targetAddressSpace`. Others, such as those of your own `fetch`, are passed on as well.
 */
export type RequestMembers = Omit<RequestInit, OwnMember> & {
  /** Local network access (Chromium 142): 'local', say, for a server in the local network. */
  targetAddressSpace?: string;
} & { readonly [name in OwnMember]?: undefined } & {
  readonly [name: string]: unknown;
};

/** Whether fetch takes it. What the caller's own takes, only that knows. */
function isAccepted(member: object): boolean {
  try {
    new Request('http://localhost/', member);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads every enumerable member once, as Web IDL does; those that are undefined are left out.
 *
 * @throws {TypeError} naming the member that is wrong, and what to use instead
 */
export function readRequestMembers(value: unknown, hasOwnFetch: boolean): RequestMembers {
  if (value === undefined) return {};
  if (!hasMembers(value)) invalidOption('request', 'an object', value);
  const members: [string, unknown][] = [];
  const refuse = (name: string, why: string): never => {
    throw new TypeError(`Failed to construct 'EventSource': request.${name} ${why}`);
  };
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    if (member === undefined) continue;
    const own = Object.entries(kOwnMembers).find(([known]) => known === name);
    if (own) refuse(name, `cannot be set: ${own[1] || `use the option ${name}`}`);
    if (!hasOwnFetch && typeof Request === 'function' && !isAccepted({ [name]: member })) {
      refuse(name, `is not what fetch accepts (got ${describeKind(member)})`);
    }
    members.push([name, member]);
  }
  return Object.fromEntries(members);
}
