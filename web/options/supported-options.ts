import type { EventSourceInit } from './options.ts';
import { readOptions } from './read-options.ts';

/** `true` under the name of each option. */
export type SupportedOptions = Readonly<Record<keyof EventSourceInit, true>>;

/** The names of all options. */
export function supportedOptions(): SupportedOptions {
  const names = [...Object.keys(readOptions(null)), 'maxBufferSize']; // the second name of one
  return Object.fromEntries(names.map((name) => [name, true])) as SupportedOptions;
}
