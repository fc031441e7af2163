// The rings: syntax <- message <- rules <- machines <- {stack, transport, ua, server} <- cli. Imports point inward only.
const rules = 'transaction|dialog|core|auth|resolve|sdp|proxy|registrar';
const ours = '^(src|machines|visualizations)/';
const innermost = '^src/syntax/';
const upToMessage = '^src/(syntax|message)/';
const upToRules = `^src/(syntax|message|${rules})/`;
const upToMachines = `^machines/|${upToRules}`;

/** The one file that knows the inspector package. */
const inspectorAdapter = '^visualizations/inspector/adapter\\.ts$';

/** What a file of `from` may import of ours: what matches `allowed`, nothing else. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: ours, pathNot: allowed }
});

/** Which files may import a package: those that match `allowed`, no others. */
const packageOnlyIn = (name, allowed, comment) => ({
  name: `${name.replace(/\W+/g, '-').replace(/^-/, '')}-in-its-place`,
  severity: 'error',
  comment,
  from: { path: ours, pathNot: allowed },
  to: { path: `(^|/)node_modules/${name}/|^${name}$` }
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Modules that need each other at run time. Types may refer to each other: they are erased.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      comment: 'The imported file or package does not exist.',
      from: {},
      to: { couldNotResolve: true }
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'What is published may only import what is installed with it.',
      from: { path: ours },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer', 'type-only'] }
    },

    only('syntax-is-innermost', '^src/syntax/', innermost, 'The characters know nothing of the rest.'),
    only('message-imports-syntax', '^src/message/', upToMessage, 'Messages are made of characters, nothing else.'),
    only('rules-import-inward', `^src/(${rules})/`, upToRules, 'Rules are functions of messages.'),
    only('machines-import-rules', '^machines/', upToMachines, 'Charts are made of rules; the stack runs them.'),
    only(
      'shell-imports-inward',
      '^src/(stack|transport|ua|server)/',
      `${upToMachines}|^src/(stack|trace|transport|ua|server)/`,
      'The stack does not know the command line, the drawings or what tests use.'
    ),
    only(
      'trace-imports-inward',
      '^src/trace/',
      `${upToMachines}|^src/(stack|trace)/|^src/transport/(transport|response-target)\\.ts$`,
      'The trace looks at a stack that runs; it has no socket, and knows no application.'
    ),
    {
      name: 'trace-changes-nothing',
      severity: 'error',
      comment: 'Of the stack the trace has the types, and the one function that tells it what its actors do.',
      from: { path: '^src/trace/' },
      to: {
        path: '^(src/(stack|transport)|machines)/',
        pathNot: '^src/stack/inspection\\.ts$|^src/transport/response-target\\.ts$',
        dependencyTypesNot: ['type-only']
      }
    },
    only(
      'replay-imports-inward',
      '^src/replay/',
      `${upToMachines}|^src/(replay|stack|trace)/|^src/transport/transport\\.ts$`,
      'A replay has a stack and its trace; no socket, no clock of the host, no application but the recorded one.'
    ),
    only(
      'metrics-import-inward',
      '^src/metrics/',
      `${upToMachines}|^src/(stack|trace|metrics)/`,
      'Metrics look at a stack that runs; they know no socket and no application.'
    ),
    only(
      'testing-imports-what-it-joins',
      '^src/testing/',
      `${upToMachines}|^src/(testing|stack|ua|replay)/|^src/trace/(event|parse)\\.ts$|^src/transport/(transport|response-target|framing/datagram)\\.ts$`,
      'What applications test with joins whole stacks, and has no socket and no clock but its own.'
    ),
    {
      name: 'nobody-imports-cli',
      severity: 'error',
      comment: 'Move what others need out of the command line.',
      from: { path: ours, pathNot: '^src/cli/' },
      to: { path: '^src/cli/' }
    },
    {
      name: 'nobody-imports-entry-points',
      severity: 'error',
      comment: 'Entry points are for the users of the package; import the file that has the noun.',
      from: { path: '^(src|machines)/', pathNot: '/index\\.ts$|^src/cli/' },
      to: { path: '^(src/index|src/message/index|src/metrics/index|src/testing/index|machines/index)\\.ts$' }
    },

    {
      name: 'node-only-in-shell',
      severity: 'error',
      comment: 'Everything but sockets, stores, the command line and the drawing tools runs in a browser.',
      from: {
        path: ours,
        pathNot: '^(src/(transport|server/location|cli)|visualizations)/|^src/metrics/event-loop-delay\\.ts$'
      },
      to: { dependencyTypes: ['core'] }
    },
    only(
      'page-imports-little',
      '^visualizations/(inspector/page|ladder)/',
      '^visualizations/(inspector/(page/|protocol\\.ts$)|ladder/|(text|stylesheet)\\.ts$)|^src/trace/(event|state)\\.ts$',
      'What a browser loads, file by file: its own, the ladder, and the words for a state.'
    ),
    {
      name: 'page-without-node',
      severity: 'error',
      comment: 'It runs in a browser.',
      from: { path: '^visualizations/(inspector/page|ladder)/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-peer'] }
    },
    {
      name: 'core-without-time',
      severity: 'error',
      comment: 'Rules are pure: no actors, no streams.',
      from: { path: upToRules },
      to: { path: 'node_modules/(xstate|rxjs)/' }
    },
    {
      name: 'machines-without-streams',
      severity: 'error',
      comment: 'A chart speaks in events.',
      from: { path: '^machines/' },
      to: { path: 'node_modules/rxjs/' }
    },
    {
      name: 'machines-import-xstate-once',
      severity: 'error',
      comment: 'Import from machines/xstate.ts, the one place that changes with the next major version of XState.',
      from: { path: '^machines/', pathNot: '^machines/xstate\\.ts$' },
      to: { path: 'node_modules/xstate/' }
    },
    packageOnlyIn('sdp-transform', '^src/sdp/', 'Session descriptions are read and written in src/sdp.'),
    packageOnlyIn('commander', '^src/cli/', 'Only the command line has arguments.'),
    packageOnlyIn('prom-client', '^src/metrics/metrics\\.ts$', 'Prometheus is known to one file.'),
    packageOnlyIn('@xstate/inspect', inspectorAdapter, 'The inspector package is known to one file.')
  ],
  options: {
    tsConfig: { fileName: 'test/tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['sipcharts-source', 'import', 'types', 'node']
    }
  }
};
