// The folders of web/, and what each may import; `npm run check` rejects anything else.
const mayImport = {
  connection: ['request', 'options', 'parser', 'events', 'failures', 'core'],
  request: ['options', 'failures'],
  options: ['failures'],
  parser: ['core'],
  events: ['failures'],
  core: [],
  failures: [],
};

const pathOf = (folder) => `^web/${folder}/`;
const folders = Object.keys(mayImport).map(pathOf);

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
    ...Object.entries(mayImport).map(([folder, others]) =>
      forbid(
        `web/${folder} may import ${others.length > 0 ? others.join(', ') : 'no other folder'}`,
        { path: pathOf(folder) },
        '^web/',
        [folder, ...others].map(pathOf),
      ),
    ),
    // The public classes may import every folder, but no entry.
    forbid(
      'only an entry may import an entry',
      { path: '^web/(event-|define-global)' },
      '^web/[^/]+$',
      '^web/(event-|define-global)',
    ),
    forbid('a new folder is named in mayImport', { path: '^web/[^/]+/', pathNot: folders }, ''),
  ],
  options: {
    doNotFollow: { path: '^(?:build|node_modules)/' },
    exclude: { path: '^web/demo/' },
    tsPreCompilationDeps: true, // imports of types count, too
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
