import { EventSource } from 'eventsource-wasm';
import { receiveToken } from '../receive-token.js';
import { report } from '../report.js';

const violations = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  violations.push(`${effectiveDirective} ${blockedURI}`);
});
receiveToken(EventSource, (result) => report({ ...result, violations }));
