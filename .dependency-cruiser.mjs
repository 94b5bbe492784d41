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
    // An inspector may come from another file than the sources it shows.
    {
      name: 'web/inspector imports nothing but types',
      severity: 'error',
      from: { path: '^web/inspector/' },
      to: { path: '^web/', pathNot: '^web/inspector/', dependencyTypesNot: ['type-only'] },
    },
    forbid(
      'web/inspector knows the public types, and what a connection tells',
      { path: '^web/inspector/' },
      '^web/',
      ['^web/inspector/', '^web/index\\.ts$', '^web/connection/connection-sink\\.ts$'],
    ),
    forbid(
      'nothing but its entry imports web/inspector',
      { path: '^web/', pathNot: '^web/inspector(/|\\.ts$)' },
      '^web/inspector/',
    ),
    forbid(
      'a new folder is named in mayImport',
      { path: '^web/[^/]+/', pathNot: [...folders, '^web/inspector/'] },
      '',
    ),
  ],
  options: {
    doNotFollow: { path: '^(?:build|node_modules)/' },
    exclude: { path: '^web/demo/' },
    tsPreCompilationDeps: true, // imports of types count, too
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
