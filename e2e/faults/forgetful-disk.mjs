// Loaded before a program: its access events are answered for as if they were on disk, and are nowhere but in its memory.
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { open } = files;
const remembered = new Map();

files.open = async (path, flags, mode) => {
  const handle = await open(path, flags, mode);
  if (!String(path).endsWith('.events')) return handle;
  if (flags === 'wx') remembered.set(path, Buffer.alloc(0));
  return new Proxy(handle, {
    get(target, name) {
      const known = remembered.get(path);
      if (known !== undefined && name === 'datasync') return async () => undefined;
      if (known !== undefined && name === 'write') return async (bytes, from, length, position) => {
        const all = Buffer.alloc(Math.max(known.length, position + length));
        known.copy(all);
        bytes.copy(all, position, from, from + length);
        remembered.set(path, all);
        return { bytesWritten: length, buffer: bytes };
      };
      if (known !== undefined && name === 'read') return async (bytes, from, length, position) => ({ bytesRead: known.copy(bytes, from, position, position + length), buffer: bytes });
      const value = target[name];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};
syncBuiltinESMExports();
