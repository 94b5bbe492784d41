// The rooms of web/ and what each may import; `npm run check` keeps it so.
const mayImport = {
  connection: ['request', 'options', 'parser', 'events', 'failures', 'core'],
  request: ['options', 'failures'],
  options: ['failures'],
  parser: ['core'],
  events: ['failures'],
  core: [],
  failures: [],
};

const pathOf = (room) => `^web/${room}/`;
const rooms = Object.keys(mayImport).map(pathOf);

/** `from` and `to` are paths; imports that match both, and not `except`, are errors. */
const forbid = (name, from, to, except) => ({
  name,
  severity: 'error',
  from,
  to: { path: to, ...(except && { pathNot: except }) },
});

export default {
  forbidden: [
    { name: 'no import cycles', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(mayImport).map(([room, others]) =>
      forbid(
        `web/${room} may import ${others.length > 0 ? others.join(', ') : 'no other room'}`,
        { path: pathOf(room) },
        '^web/',
        [room, ...others].map(pathOf),
      ),
    ),
    // The public classes may import every room, but no entry.
    forbid(
      'only an entry may import an entry',
      { path: '^web/(event-|define-global)' },
      '^web/[^/]+$',
      '^web/(event-|define-global)',
    ),
    forbid('a new room is named in mayImport', { path: '^web/[^/]+/', pathNot: rooms }, ''),
  ],
  options: {
    doNotFollow: { path: '^(?:build|node_modules)/' },
    exclude: { path: '^web/demo/' },
    tsPreCompilationDeps: true, // imports of types count, too
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
