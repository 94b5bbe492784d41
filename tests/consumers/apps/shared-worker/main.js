import { report } from '../report.js';

const worker = new SharedWorker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onerror = () => report({ error: 'the worker did not start' });
worker.port.onmessage = ({ data }) => report(data);
