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
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Stop(`Port ${port} is taken: choose another one, as in PORT=${port + 1} npm start.`);
  });
  console.log(`\nThe demo is served at ${demo.url} (stop it with Ctrl-C).`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => demo.close().finally(() => process.exit(0)));
  }
});
