// For a runtime that calls its program once for each request.
import { playMainPath } from './main-path.js';

export default {
  fetch: async (_request, { ORIGIN }) => Response.json(await playMainPath(ORIGIN)),
};
