// For a runtime with files and `process`; ends by itself, if nothing is left open.
import { playMainPath } from './main-path.js';

console.log(JSON.stringify(await playMainPath(process.env.ORIGIN)));
