// The same page with the global EventSource: the browser's own, or what a polyfill put there.
import { receiveToken } from '../receive-token.js';
import { report } from '../report.js';

receiveToken(EventSource, report);
