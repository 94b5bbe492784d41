import type { Case } from './case.ts';
import { closingCases } from './cases/closing.ts';
import { eventCases } from './cases/events.ts';
import { fieldCases } from './cases/fields.ts';
import { idCases } from './cases/ids.ts';
import { lineCases } from './cases/lines.ts';
import { listenerCases } from './cases/listeners.ts';
import { outcomeCases } from './cases/outcomes.ts';
import { reconnectCases } from './cases/reconnects.ts';
import { requestCases } from './cases/requests.ts';
import { surfaceCases } from './cases/surface.ts';
import { textCases } from './cases/text.ts';

/** The conformance table, by the subjects of the standard. */
export const subjects = {
  lines: lineCases,
  fields: fieldCases,
  ids: idCases,
  text: textCases,
  requests: requestCases,
  outcomes: outcomeCases,
  reconnecting: reconnectCases,
  closing: closingCases,
  listeners: listenerCases,
  events: eventCases,
  interface: surfaceCases,
};

export const cases: Case[] = Object.values(subjects).flat();
