import { report } from '../report.js';
import { playMainPath } from './main-path.js';

await report({ data: await playMainPath('') });
