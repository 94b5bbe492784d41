import type { ConnectionFailure } from '../failures/connection-failure.ts';
import type { StateMachine } from './state-machine.ts';

/** A connection is loading the core, or live with its machine, or has ended: by close(), with its body, by a failure. */
export type Phase =
  | { readonly name: 'loading' }
  | { readonly name: 'live'; readonly machine: StateMachine }
  | { readonly name: 'ended'; readonly failure?: ConnectionFailure };
