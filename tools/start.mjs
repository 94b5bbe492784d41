// npm start: builds everything and serves the demo. PORT chooses the port, 8080 by default.
import { prepareAndBuild } from './build.mjs';
import { main, Stop } from './steps.mjs';

const kDefaultPort = 8080;

function chosenPort() {
  const { PORT } = process.env;
  if (!PORT) return kDefaultPort;
  const port = Number(PORT);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Stop(`PORT must be a number from 0 to 65535, not "${PORT}".`);
}

await main(async () => {
  const port = chosenPort();
  await prepareAndBuild();
  // Only now: it imports npm packages.
  const { startDemo } = await import('../web/demo/server.mjs');
  const demo = await startDemo({ port }).catch((error) => {
    const why = { EADDRINUSE: 'is taken', EACCES: 'is not for every user' }[error.code];
    if (!why) throw error;
    const another = port < kDefaultPort ? kDefaultPort : port - 1;
    throw new Stop(`Port ${port} ${why}: choose another one, as in PORT=${another} npm start.`);
  });
  console.log(`\nThe demo is served at ${demo.url} (stop it with Ctrl-C).`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => demo.close().finally(() => process.exit(0)));
  }
});
