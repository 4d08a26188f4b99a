/** Where a gateway fetches from. Whatever it returns is believed only after verification. */
export interface Source {
  /**
   * The file at `path` (relative to `/publication/`, e.g. `metadata/timestamp.json`), or undefined when there is none.
   * Must stop reading past `maxBytes` and reject; a failure to reach the feed rejects too.
   */
  fetch(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
}

/** The most a file of each kind may weigh, whatever signed metadata says. */
export const MOST_BYTES = {
  root: 65_536,
  timestamp: 16_384,
  snapshot: 65_536,
  targets: 65_536,
  delegated: 8_388_608,
  target: 67_108_864,
} as const;
