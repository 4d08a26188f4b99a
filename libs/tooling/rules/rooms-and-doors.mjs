import { posix } from 'node:path';

import { frameworkOf, importVisitor, oursOf } from './imports.mjs';
import { placeOf, workspacePath } from './place.mjs';

// The table "who may import whom" of CONTRIBUTING. `rooms` are rooms of the same capability, `types` those of which only types
// may be taken, `doors` are doors of other capabilities (their order is held by the Nx tags), `never` are fenced libraries.
const CONTRACTS = ['contract'];
const NO_FRAMEWORK = ['nest', 'typeorm', 'graphql', 'queue', 'database', 'react'];
const KERNEL_SERVER = 'kernel/server';
const SERVER_ROOMS = ['contract', 'domain', 'use-cases', 'read-models', 'storage', 'graphql', 'http', 'jobs', 'wiring'];

const TABLE = {
  contract: { rooms: ['contract'], doors: CONTRACTS, never: [...NO_FRAMEWORK, 'io'] },
  domain: { rooms: ['contract', 'domain'], doors: CONTRACTS, never: [...NO_FRAMEWORK, 'io'] },
  'use-cases': {
    rooms: ['contract', 'domain', 'storage', 'use-cases'], doors: [...CONTRACTS, KERNEL_SERVER],
    never: ['graphql', 'typeorm', 'queue', 'database', 'react'],
  },
  storage: { rooms: ['contract', 'domain', 'storage'], doors: [...CONTRACTS, KERNEL_SERVER], never: ['graphql', 'queue', 'react'] },
  'read-models': { rooms: ['contract', 'read-models'], doors: [...CONTRACTS, KERNEL_SERVER], never: ['graphql', 'typeorm', 'queue', 'database', 'react'] },
  graphql: {
    rooms: ['contract', 'use-cases', 'read-models', 'graphql'], types: ['domain'], doors: [...CONTRACTS, KERNEL_SERVER],
    never: ['typeorm', 'database', 'queue', 'react'],
  },
  http: {
    rooms: ['contract', 'use-cases', 'read-models', 'http'], types: ['domain'], doors: [...CONTRACTS, KERNEL_SERVER],
    never: ['typeorm', 'database', 'queue', 'graphql', 'react'],
  },
  jobs: {
    rooms: ['contract', 'use-cases', 'read-models', 'jobs'], types: ['domain'], doors: [...CONTRACTS, KERNEL_SERVER],
    never: ['typeorm', 'database', 'graphql', 'react'],
  },
  wiring: { rooms: SERVER_ROOMS, doors: [...CONTRACTS, KERNEL_SERVER], never: ['react'] },
  door: { rooms: SERVER_ROOMS, doors: CONTRACTS, never: ['react'] },
  admin: { rooms: ['contract', 'admin'], doors: ['kernel', 'kernel/admin'], never: ['nest', 'typeorm', 'graphql', 'queue', 'database', 'io'] },
  // Builders belong to specs, which alone reach them: so they may use the builders of capabilities above.
  testing: { rooms: [...SERVER_ROOMS, 'door', 'kernel-server', 'testing'], doors: [...CONTRACTS, KERNEL_SERVER, 'testing'], never: ['react'] },
  'kernel-server': { rooms: ['contract', 'kernel-server'], doors: [], never: ['react'] },
  enforcement: { rooms: ['enforcement'], doors: [], never: [...NO_FRAMEWORK] },
  tooling: { rooms: ['tooling'], doors: ['contract', 'server', 'testing'], never: ['react'] },
  e2e: { rooms: ['e2e'], doors: ['contract', 'server', 'testing'], never: ['react'] },
  'app:admin': { rooms: ['app:admin'], doors: ['contract', 'admin'], never: ['nest', 'typeorm', 'graphql', 'queue', 'database', 'io'] },
  'app:gateway': { rooms: ['app:gateway'], doors: ['enforcement'], never: ['nest', 'typeorm', 'graphql', 'queue', 'database', 'react'] },
  'app:signer': { rooms: ['app:signer'], doors: ['enforcement', 'kernel', KERNEL_SERVER], never: ['react'] },
  'app:identity': { rooms: ['app:identity'], doors: ['kernel', KERNEL_SERVER], never: ['react'] },
  ...Object.fromEntries(['accord', 'api', 'worker', 'feed', 'bench'].map((name) => [
    `app:${name}`, { rooms: [`app:${name}`], doors: ['contract', 'server'], never: ['react'] },
  ])),
};

/** A spec keeps the fences of its capability, may look into every room of it, and may use builders. */
function rowFor(place) {
  const row = TABLE[place.room];
  if (row === undefined || !place.spec || place.room === 'e2e') return row;
  const ownRooms = place.project.startsWith('libs/') ? [...SERVER_ROOMS, 'door', 'testing', 'kernel-server'] : [];
  return {
    rooms: [...row.rooms, ...ownRooms],
    types: row.types,
    doors: [...row.doors, ...specDoors(place)],
    // What a screen shows is proved by showing it.
    never: row.never.includes('react') ? ['react'] : [],
  };
}

function specDoors({ room }) {
  if (room === 'enforcement') return [];
  return room.startsWith('app:') ? ['testing'] : ['testing', KERNEL_SERVER];
}

const MESSAGES = {
  unlisted: "'{{room}}' is no room of a capability: domain, use-cases, read-models, storage, graphql, http, jobs (see CONTRIBUTING).",
  room: "'{{from}}' may not import its own '{{to}}' ('{{specifier}}').",
  typesOnly: "'{{from}}' may take only types from '{{to}}': write `import type`.",
  crosses: "'{{specifier}}' leaves {{project}}: go through a door, '@accord/NAME' or one of its subpaths.",
  deep: "'{{specifier}}' is not a door: only '@accord/NAME', '/server', '/admin' and '/testing' are.",
  app: "'{{specifier}}' is a process; nothing may import one, but a journey the testing door of the launcher.",
  door: "'{{from}}' may not open '{{specifier}}'.",
  never: "'{{from}}' never imports {{framework}} ('{{specifier}}').",
};

/** Holds the rooms and the doors: who may import whom, row by row. */
export default {
  meta: { type: 'problem', docs: { description: 'rooms and doors: who may import whom' }, messages: MESSAGES, schema: [] },
  create(context) {
    const path = workspacePath(context.filename, context.cwd);
    const place = placeOf(path);
    const from = place.room;
    if (from.startsWith('unlisted:')) {
      return { Program: (node) => context.report({ node, messageId: 'unlisted', data: { room: from.slice('unlisted:'.length) } }) };
    }
    const row = rowFor(place);
    if (row === undefined) return {};
    const report = (node, messageId, data) => context.report({ node, messageId, data: { from, project: place.project, ...data } });

    return importVisitor((node, specifier, typeOnly) => {
      if (/^\.{1,2}(?:\/|$)/.test(specifier)) return within(node, specifier, typeOnly);
      const ours = oursOf(specifier);
      if (ours !== null) return through(node, specifier, ours);
      const framework = frameworkOf(specifier);
      if (row.never.includes(framework)) report(node, 'never', { framework, specifier });
    });

    function within(node, specifier, typeOnly) {
      const target = placeOf(posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts'));
      if (target.project !== place.project) return report(node, 'crosses', { specifier });
      if (row.rooms.includes(target.room) || target.room === 'none') return;
      if (row.types?.includes(target.room)) {
        if (!typeOnly) report(node, 'typesOnly', { to: target.room });
        return;
      }
      report(node, 'room', { to: target.room.replace(/^unlisted:/, ''), specifier });
    }

    function through(node, specifier, { name, door }) {
      // A journey starts the whole product through the launcher's testing door; nothing else imports a process.
      if (place.room === 'e2e' && specifier === '@accord/app-accord/testing') return;
      if (door === 'app' || door === 'deep') return report(node, door, { specifier });
      const own = name === place.name && place.project.startsWith('libs/');
      if (own && door === 'contract' && row.rooms.includes('contract')) return;
      const key = door === 'contract' ? name : `${name}/${door}`;
      if ((row.doors.includes(door) && !(own && door !== 'testing')) || row.doors.includes(key)) return;
      report(node, 'door', { specifier });
    }
  },
};
