import type { Participant, Stage } from './stage.ts';

/** The user whose tabs the changes happen to; others are there to show that they are left alone. */
export const kUser = 'a';

/** As many events as come in two seconds or so: longer than anyone waits for a leader that is silent. */
export const kLong = 300;
export const kShort = 50;

/** A browser opens no more to one server over HTTP/1.1. */
const kMostConnections = 6;

export const others = (stage: Stage, ...some: Participant[]): Participant[] =>
  stage.of(kUser).filter((participant) => !some.includes(participant));

export async function replaceTab(stage: Stage, participant: Participant): Promise<void> {
  await stage.close(participant);
  await stage.open(participant.part);
}

/** Ends a tab's process, for good. */
export async function end(stage: Stage, participant: Participant): Promise<void> {
  process.kill(await participant.tab.process(), 'SIGKILL');
  stage.forget(participant);
  await stage.receive(stage.of(kUser), kShort);
}

/** Ends a tab's process, and opens the tab anew when the others have gone on. */
export async function kill(stage: Stage, participant: Participant): Promise<void> {
  await end(stage, participant);
  await participant.tab.close();
  await stage.open(participant.part);
}

/** As a browser does that is short of memory, with a tab that nobody looks at. */
export async function discard(stage: Stage, participant: Participant): Promise<void> {
  await participant.tab.discard!();
  await stage.receive(others(stage, participant), kShort);
  await stage.renewed([participant], () => participant.tab.restore!());
}

/**
 * What others do while a tab holds what it holds, and is silent: each has a connection of its own, as far as
 * the browser opens them.
 */
async function goOnWithout(stage: Stage, participant: Participant): Promise<void> {
  const rest = others(stage, participant);
  const users = stage.server.users.filter((user) => stage.of(user).length > 0);
  const free = kMostConnections - users.length;
  await stage.receive(rest, kLong, Math.min(free, rest.length));
}

/** Stops a tab's process while the others go on. */
export async function hang(stage: Stage, participant: Participant): Promise<void> {
  const pid = await participant.tab.process();
  process.kill(pid, 'SIGSTOP');
  try {
    await goOnWithout(stage, participant);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/**
 * A page. What its worker reads would stay frozen in Chromium, whose connection the worker goes on holding, so
 * a worker that is chosen is opened anew instead.
 */
export async function freeze(stage: Stage, choose: () => Participant): Promise<void> {
  let participant = choose();
  while (participant.part.place === 'worker') {
    await stage.close(participant);
    await stage.receive(stage.of(kUser), kShort);
    await stage.open(participant.part);
    participant = choose();
  }
  await participant.tab.setFrozen!(true);
  try {
    await goOnWithout(stage, participant);
  } finally {
    await participant.tab.setFrozen!(false);
  }
}

/**
 * To another page and back, by the history. A worker is not told that its page is put into the back/forward cache,
 * and is stopped with what it holds.
 */
export async function leaveAndReturn(stage: Stage, participant: Participant): Promise<void> {
  await participant.tab.evaluate('void (location.href = "away.html")');
  if (participant.part.place === 'worker') await goOnWithout(stage, participant);
  else await stage.receive(others(stage, participant), kShort);
  const life = participant.life?.life;
  await participant.tab.evaluate('history.back()');
  await stage.receive([participant]);
  if (participant.life?.life === life) stage.restored += 1;
}
