import { EventSource } from 'eventsource-wasm/external';
import { receiveToken } from '../receive-token.js';
import { report } from '../report.js';

receiveToken(EventSource, report);
