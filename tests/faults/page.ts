// The page of a client: /page?url=<the stream>&last=<the number of its last event>.
import { type Received, receive } from './receive.ts';

const parameters = new URLSearchParams(location.search);

const tell = (received?: Received) => {
  const body = JSON.stringify({ route: parameters.get('route'), received });
  return fetch('/report', { method: 'POST', body }).then(
    ({ ok }) => ok,
    () => false,
  );
};

while (!(await tell())); // that it is here
const received = await receive(parameters.get('url') as string, Number(parameters.get('last')));
// The way to the server is the one that fails.
while (!(await tell(received)));
