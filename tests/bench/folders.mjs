import { fileURLToPath } from 'node:url';

/** Where figures go, and what is made for taking them. */
export const benchFolder = fileURLToPath(new URL('../../build/bench/', import.meta.url));
export const bundleFolder = `${benchFolder}bundles`;
