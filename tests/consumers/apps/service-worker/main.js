import { report } from '../report.js';

navigator.serviceWorker.onmessage = ({ data }) => report(data);
await navigator.serviceWorker.register('./worker.js');
const { active } = await navigator.serviceWorker.ready;
active.postMessage('start');
