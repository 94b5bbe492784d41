import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { type Stop, startProgram } from './browser-process.ts';

/**
 * Opens a URL in WebKit.
 *
 * @param acceptInsecureCerts whether it accepts any certificate
 */
export async function openWebKit(
  driver: string,
  url: string,
  acceptInsecureCerts = false,
): Promise<Stop> {
  const { ask, stop } = await startWebKit(driver, acceptInsecureCerts);
  try {
    await ask('POST', '/url', { url });
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How long the driver may take to start, ms. */
const kPatience = 30_000;

export interface WebKitSession {
  /** Sends a command of W3C WebDriver to the session: its path begins after the session's id. */
  ask: Ask;
  /** Of the driver, which starts the browser. */
  pid: number;
  stop: Stop;
}

/**
 * Starts WebKit with a session of W3C WebDriver, on a virtual display where there is none.
 *
 * @param acceptInsecureCerts whether it accepts any certificate
 */
export async function startWebKit(
  driver: string,
  acceptInsecureCerts = false,
): Promise<WebKitSession> {
  const stops: Stop[] = [];
  const stop = async () => {
    for (const next of stops.splice(0).reverse()) await next();
  };
  try {
    const environment = { ...process.env };
    if (process.platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
      const display = await startVirtualDisplay();
      environment.DISPLAY = display.name;
      stops.push(display.stop);
    }
    const { program, ask, stop: stopDriver } = await startDriver(driver, environment);
    stops.push(stopDriver);
    const capabilities = { alwaysMatch: { pageLoadStrategy: 'none', acceptInsecureCerts } };
    const { sessionId } = (await ask('POST', '/session', { capabilities })) as {
      sessionId: string;
    };
    stops.push(() => ask('DELETE', `/session/${sessionId}`).then(nothing, nothing));
    return {
      ask: (method, path, body) => ask(method, `/session/${sessionId}${path}`, body),
      pid: program.pid as number,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

const nothing = () => {};

function webDriver(origin: string): Ask {
  return async (method, path, body) => {
    const response = await fetch(origin + path, {
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
}

/** Starts the driver, once more on another port if somebody else has taken the one that was free. */
async function startDriver(driver: string, environment: NodeJS.ProcessEnv) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const args = process.platform === 'darwin' ? ['-p', String(port)] : [`--port=${port}`];
    const { program, stop } = startProgram(driver, args, { environment });
    const ask = webDriver(`http://127.0.0.1:${port}`);
    try {
      await ready(ask, program);
      return { program, ask, stop };
    } catch (error) {
      await stop();
      if (attempt === 3) throw error;
    }
  }
}

/** Resolves when the driver responds: it opens its port some time after its start. */
async function ready(ask: Ask, program: ChildProcess): Promise<void> {
  for (const end = performance.now() + kPatience; ; ) {
    try {
      await ask('GET', '/status');
      return;
    } catch (error) {
      if (program.exitCode !== null || performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function startVirtualDisplay(): Promise<{ name: string; stop: Stop }> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const kill = () => server.kill();
  process.once('exit', kill);
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', () => reject(new Error('WebKit needs a display: install Xvfb.')));
    server.stdio[3]?.once('data', (chunk) => resolve(String(chunk).trim()));
  });
  return {
    name: `:${number}`,
    stop: async () => {
      process.off('exit', kill);
      kill();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
