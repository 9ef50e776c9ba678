/**
 * The table of rooms: what each lib and app may import. This file is the table; `npm run rooms` holds the code to it.
 */
const allowed = {
  scenario: [],
  exercise: ['scenario'],
  scoring: ['scenario', 'exercise'],
  range: ['scenario'],
  probes: ['scenario', 'range'],
  persistence: ['scenario', 'exercise'],
  messaging: [],
  config: [],
  auth: ['config', 'persistence'],
};

const libRules = Object.entries(allowed).map(([room, rooms]) => ({
  name: `lib-${room}`,
  comment: `libs/${room} may import ${rooms.length ? rooms.join(', ') : 'no other lib'}`,
  severity: 'error',
  from: { path: `^libs/${room}/` },
  to: { path: '^(libs|apps|test)/', pathNot: `^libs/(${[room, ...rooms].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...libRules,
    {
      name: 'libs-through-index',
      comment: 'a lib is entered only through its index.ts',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/', pathNot: ['^libs/$2/', '^libs/[^/]+/index\\.ts$'] },
    },
    {
      name: 'apps-apart',
      comment: 'apps import libs, never each other, nor what tests use',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^(apps|test)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'one-docker',
      comment: 'libs/range/engine.ts is the only importer of dockerode',
      severity: 'error',
      from: { pathNot: '^libs/range/engine\\.ts$' },
      to: { path: 'node_modules/dockerode' },
    },
    {
      name: 'pure-rooms',
      comment: 'scenario, exercise and scoring touch no disk, network, process or database',
      severity: 'error',
      from: { path: '^libs/(scenario|exercise|scoring)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'pure-packages',
      comment: 'scenario, exercise and scoring use no package but zod, yaml and re2js, which are pure',
      severity: 'error',
      from: { path: '^libs/(scenario|exercise|scoring)/', pathNot: '\\.spec\\.ts$|/testing/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod|yaml|re2js)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/web/dist)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
