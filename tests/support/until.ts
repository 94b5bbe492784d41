import { vi } from 'vitest';

/** Waits until `check` no longer throws. Patient, as the machine may be busy with other tests. */
export const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
