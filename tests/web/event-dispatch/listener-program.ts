// A program sets listeners on some target, has events fired, and says what it observes. What it has
// to say is written down literally; every kind of target has to make it say that.

export interface Stage {
  readonly target: ProgramTarget;
  /** Fires one event of type 'message' with data 'x' and gives it back. */
  fire(): MessageEvent;
  /** Records an observation. */
  say(...words: unknown[]): void;
  /** A listener that says its name. */
  sayer(name: string): () => void;
}

export interface ProgramTarget extends EventTarget {
  onmessage: unknown;
}

export type Engine = 'chromium' | 'firefox' | 'webkit';

export interface Deviation {
  /**
   * What of the engine differs from the standard: its dispatch, its events, or its lists of
   * listeners.
   */
  readonly of: 'dispatch' | 'event' | 'list';
  readonly says: readonly string[];
}

export interface ListenerProgram {
  /** A sentence. */
  readonly name: string;
  run(stage: Stage): void;
  /** An exception that is reported is said as 'reported <name>'. */
  readonly says: readonly string[];
  /**
   * What is known to make engines say something else, none of which touches events of the stream.
   */
  readonly deviations?: Partial<Record<Engine, Deviation>>;
}
