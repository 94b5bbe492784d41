import { startRecording } from './recorder.js';

const settings = Object.fromEntries(new URLSearchParams(location.search));
const recording = startRecording(settings, { after: null });
addEventListener('message', ({ data: [name, argument] }) => recording[name](argument));
