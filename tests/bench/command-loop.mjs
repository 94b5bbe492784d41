// How the bench reaches the engines: a worker, in a page or in a Node process, asks for commands and
// runs them one after the other. A page does it by plain HTTP requests to the server that it came
// from, so that no debugging protocol is near when times are taken.

/**
 * Runs them until the bench ends the worker.
 * @param {Record<string, (args: any) => unknown>} commands may be asynchronous
 */
export function runCommands(commands) {
  if (typeof document !== 'undefined') {
    runOverHttp({ ...commands, navigate: (url) => ({ url }), spin });
    return;
  }
  process.on('message', async (message) => process.send(await run(commands, message)));
  process.send({ id: 0, value: 'ready' });
}

async function run(commands, { id, command, args }) {
  try {
    if (!(command in commands)) throw new Error(`this worker has no command ${command}`);
    return { id, value: await commands[command](args) };
  } catch (error) {
    return { id, error: `${error?.message ?? error}\n${error?.stack ?? ''}` };
  }
}

async function runOverHttp(commands) {
  for (;;) {
    const response = await fetch('/next', { cache: 'no-store' });
    const message = await response.json();
    const result = await run(commands, message);
    await fetch('/result', { method: 'POST', body: JSON.stringify(result) });
    // Only now: leaving a page cuts off what it is sending.
    if (message.command === 'navigate') return location.replace(result.value.url);
  }
}

/** Uses the processor for a while (ms), so that the bench can tell which thread is the page's. */
function spin(milliseconds) {
  const end = performance.now() + milliseconds;
  let turns = 0;
  while (performance.now() < end) turns++;
  return turns;
}
