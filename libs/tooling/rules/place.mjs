import { isAbsolute, relative, sep } from 'node:path';

const ROOMS = new Set(['domain', 'use-cases', 'read-models', 'storage', 'graphql', 'http', 'jobs']);
const DOORS = new Set(['contract', 'server', 'admin', 'testing']);
const WIRING = /^(?:[a-z0-9-]+\.module|abilities)\.ts$/;

/** The path of a file from the root of the workspace, with forward slashes. */
export function workspacePath(file, root) {
  const path = isAbsolute(file) ? relative(root, file) : file;
  return path.split(sep).join('/');
}

/**
 * Where a file lives: `{ project: 'libs/agreements', name: 'agreements', room: 'use-cases', spec: false }`.
 * A room is one of the rows of the import table; `unlisted:NAME` is a folder that is nobody's room.
 */
export function placeOf(path) {
  const spec = /\.spec\.[cm]?tsx?$/.test(path);
  const [top, name, ...rest] = path.split('/');
  if (top === 'e2e') return { project: 'e2e', name: 'e2e', room: 'e2e', spec: true };
  if (top === 'apps') return { project: `apps/${name}`, name, room: `app:${name}`, spec };
  if (top !== 'libs') return { project: '', name: '', room: 'none', spec };
  return { project: `libs/${name}`, name, room: roomOf(name, rest), spec };
}

function roomOf(name, [src, door, room, ...deeper]) {
  if (name === 'tooling') return 'tooling';
  if (src !== 'src') return 'none';
  if (name === 'enforcement') return 'enforcement';
  if (!DOORS.has(door)) return `unlisted:src/${door}`;
  if (door !== 'server') return door;
  if (name === 'kernel') return 'kernel-server';
  if (deeper.length === 0) {
    if (/^index(?:\.spec|\.pg\.spec)?\.ts$/.test(room)) return 'door';
    return WIRING.test(room.replace(/(?:\.pg)?\.spec\.ts$/, '.ts')) ? 'wiring' : `unlisted:src/server/${room}`;
  }
  return ROOMS.has(room) ? room : `unlisted:src/server/${room}`;
}
