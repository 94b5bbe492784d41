export { EventSourceInspectorElement } from './inspector/element.ts';
export type { RecordingExport } from './inspector/exports.ts';
export { type Inspection, type InspectOptions, inspect } from './inspector/inspect.ts';
export type {
  AttemptRecord,
  CloseRecord,
  ConnectionRecord,
  EventRecord,
  FailureRecord,
  InspectorRecord,
  OpenRecord,
  PauseRecord,
} from './inspector/records.ts';
