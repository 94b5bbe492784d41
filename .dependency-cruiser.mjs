// The rooms of web/ and what each may import: npm run check.
const mayImport = {
  connection: ['request', 'options', 'parser', 'events', 'failures', 'core'],
  request: ['options', 'failures'],
  options: ['failures'],
  parser: ['core'],
  events: ['failures'],
  core: [],
  failures: [],
};

const rooms = Object.entries(mayImport).map(([room, others]) => ({
  name: `web/${room} may import ${others.length > 0 ? others.join(', ') : 'no other room'}`,
  severity: 'error',
  from: { path: `^web/${room}/` },
  to: { path: '^web/', pathNot: [room, ...others].map((other) => `^web/${other}/`) },
}));

export default {
  forbidden: [
    { name: 'no import cycles', severity: 'error', from: {}, to: { circular: true } },
    ...rooms,
  ],
  options: {
    doNotFollow: { path: '^(?:build|node_modules)/' },
    exclude: { path: '^web/demo/' },
    tsPreCompilationDeps: true, // imports of types count, too
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
