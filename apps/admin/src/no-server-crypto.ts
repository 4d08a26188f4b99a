class ServerOnly extends Error {}

/** Stands for the hashing of servers in a browser's build: nothing a screen does may call it. */
export function createHash(): never {
  throw new ServerOnly('Hashing of contracts is for servers.');
}

export const randomBytes = createHash;
export const randomUUID = createHash;
