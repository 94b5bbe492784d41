// The page of a client, in a frame: /page?url=<the stream>&last=<the number of its last event>&route=<its name>.
// It talks by the page around it: the way to its own server is the one that fails.
import { receive } from './receive.ts';

const parameters = new URLSearchParams(location.search);
const route = parameters.get('route');
const tell = (message: object) => parent.postMessage({ route, ...message }, '*');

const begun = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
tell({ isShown: true });
await begun;
const received = await receive(parameters.get('url') as string, Number(parameters.get('last')), {
  onFailure: (progress) => tell({ progress }),
});
tell({ received });
