/**
 * The walls between folders. `within` names the folders that a wall holds in (`*` stands for one name), `closedTo`
 * what they may not import, `but` what of that they may. A folder may always import what is in itself. A target is
 * a path in the project, `npm:<package>` or `node:<module>`. `say` tells where the code should go instead.
 *
 * Besides, pnpm's strict node_modules and the TypeScript project references hold the packages apart.
 */
export const walls = [
  {
    within: 'packages/*/',
    closedTo: [
      'packages/',
      'server/',
      'client/',
      'tests/',
      'infra/',
      'npm:@colloque/server',
      'npm:@colloque/client',
    ],
    say: 'A package imports other packages by their name, as its package.json declares them, and nothing above it.',
  },
  {
    within: 'packages/domain/src/',
    closedTo: ['npm:', 'node:'],
    but: ['npm:zod'],
    say: 'The domain runs anywhere and imports zod only: pass clocks, ids and the like in.',
  },
  {
    within: 'packages/contract/src/',
    closedTo: ['npm:', 'node:'],
    but: ['npm:zod', 'npm:@colloque/domain'],
    say: 'The contract is shared with browsers: it imports zod and the domain only.',
  },
  {
    within: 'packages/board/src/',
    closedTo: ['npm:', 'node:'],
    but: ['npm:zod', 'npm:yjs', 'npm:canonicalize', 'npm:@colloque/domain'],
    say: 'Board operations run in browsers too: they import yjs and the domain only (and RFC 8785 for what is signed).',
  },
  {
    within: 'packages/recurrence/src/',
    closedTo: ['npm:', 'node:'],
    but: ['npm:rrule', 'npm:@colloque/domain'],
    say: 'Recurrence runs in browsers too: it imports rrule and the domain only.',
  },
  {
    within: 'packages/fhir/src/',
    closedTo: ['npm:', 'node:'],
    but: ['npm:@colloque/domain'],
    say: 'The mapping to FHIR is pure: it imports the domain only, and FHIR’s words stay inside it.',
  },
  {
    within: 'packages/sdk/src/',
    closedTo: ['node:'],
    say: 'The client library runs in browsers too: use what both have, or pass it in.',
  },
  {
    within: 'packages/embedded-mongo/src/',
    closedTo: ['npm:@colloque/'],
    say: 'The embedded engine knows nothing of Colloque: pass what it needs in.',
  },
  {
    within: 'server/',
    closedTo: ['client/', 'packages/', 'tests/', 'infra/'],
    say: 'Import a package by its name; what the client shares with the server belongs in packages/contract.',
  },
  {
    within: 'server/src/platform/',
    closedTo: ['server/src/features/', 'server/src/app.ts', 'server/src/app/', 'server/src/main.ts'],
    say: 'The platform knows no feature: pass what it needs in from app.ts.',
  },
  {
    within: 'server/src/features/*/',
    closedTo: ['server/src/features/', 'server/src/app.ts', 'server/src/app/', 'server/src/main.ts'],
    but: ['server/src/features/care-circle/'],
    say: 'A feature imports packages, platform and care-circle only. What two features share happens in app.ts, on changes.',
  },
  {
    within: 'client/',
    closedTo: [
      'server/',
      'packages/',
      'tests/',
      'infra/',
      'npm:@colloque/server',
      'npm:@colloque/testing',
      'npm:@colloque/embedded-mongo',
    ],
    say: 'The client reaches the server through packages/sdk, and packages by their name.',
  },
  {
    within: 'client/src/',
    closedTo: ['node:'],
    say: 'This runs in browsers: what the build needs goes to client/build.',
  },
  {
    within: 'client/src/ui/',
    closedTo: ['client/src/features/', 'client/src/app/', 'npm:@colloque/'],
    say: 'ui/ is free of the domain: pass values in as props, or move the component to a feature.',
  },
  {
    within: 'client/src/platform/',
    closedTo: ['client/src/features/', 'client/src/app/'],
    say: 'The platform knows no feature: register from app/.',
  },
  {
    within: 'client/src/features/*/',
    closedTo: ['client/src/app/'],
    say: 'A feature does not know the shell around it: app/ passes in what it needs.',
  },
  {
    within: 'tests/',
    closedTo: ['server/', 'client/', 'packages/', 'infra/', 'npm:@colloque/server', 'npm:@colloque/client'],
    say: 'These tests speak over the wire only: start servers with @colloque/testing, talk to them with @colloque/sdk.',
  },
  {
    within: 'infra/',
    closedTo: ['npm:', 'server/', 'client/', 'packages/', 'tests/'],
    say: 'The scripts run before anything is installed: they import nothing but Node.',
  },
]
