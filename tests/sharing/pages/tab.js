// A page with one recorded source: its own, its worker's or its frame's. `?place=` says which.
import { startRecording } from './recorder.js';

const settings = Object.fromEntries(new URLSearchParams(location.search));

const places = {
  window() {
    const stored = () => sessionStorage.getItem(settings.tab);
    const recording = startRecording(settings, {
      after: settings.carry ? stored() : null,
      keep: settings.carry ? (id) => sessionStorage.setItem(settings.tab, id) : undefined,
    });
    return (name, argument) => recording[name](argument);
  },
  worker() {
    let worker;
    const start = () => {
      worker = new Worker(`worker.js${location.search}`, { type: 'module' });
    };
    start();
    return (name, argument) => {
      if (name !== 'replace') return worker.postMessage([name, argument]);
      worker.terminate();
      start();
    };
  },
  frame() {
    let frame;
    const start = () => {
      frame = document.createElement('iframe');
      frame.src = `tab.html${location.search.replace('place=frame', 'place=window')}`;
      document.body.append(frame);
    };
    start();
    return (name, argument) => {
      if (name !== 'replace') return frame.contentWindow.command(name, argument);
      frame.remove();
      start();
    };
  },
};

// Called from outside.
window.command = places[settings.place]();
