import type { Source } from './source.js';

/** One event of the stream: the numbers, and, where the feed sends them along, what of the repository has changed. */
export interface PushedUpdate {
  readonly publication: number;
  readonly stopList: number;
  readonly carried?: CarriedFiles;
}

export interface CarriedFiles {
  /** The newest root there is, so that nobody has to ask for one beyond it. */
  readonly root: number;
  /** The localities that the gateway serves by the register. */
  readonly localities: readonly string[];
  /** Files by their path under `/publication/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const PATH = /^(?:metadata\/[a-z0-9.]{1,60}|targets\/[a-z]{1,20}\/[0-9a-f]{64}\.[A-Za-z0-9._-]{1,64})$/;
const MOST_FILES = 1_000;

/** Reads the data of an event. What cannot be read carries nothing: a wake-up is worth as much without it. */
export function parsePushed(data: string): PushedUpdate | undefined {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (!isRecord(event) || !isWhole(event.number) || !isWhole(event.stopList)) return undefined;
  const { number: publication, stopList, root, localities, files } = event;
  if (!isWhole(root) || !isTexts(localities) || !isRecord(files)) return { publication, stopList };
  const named = Object.entries(files);
  if (named.length > MOST_FILES || !named.every(([path, text]) => PATH.test(path) && typeof text === 'string')) return { publication, stopList };
  return { publication, stopList, carried: { root, localities, files: new Map(named.map(([path, text]) => [path, new TextEncoder().encode(text as string)])) } };
}

/**
 * Answers from what an event carried and fetches what it lacks. Nothing here is believed: a verifier treats both alike, and whoever
 * finds the carried refused asks again without it.
 */
export class PushedSource implements Source {
  private fetches = 0;

  constructor(private readonly carried: CarriedFiles, private readonly rest: Source) {}

  /** How often the feed had to be asked all the same. */
  get fetched(): number {
    return this.fetches;
  }

  async fetch(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const bytes = this.carried.files.get(path);
    if (bytes !== undefined && bytes.length <= maxBytes) return bytes;
    const root = /^metadata\/([1-9]\d{0,8})\.root\.json$/.exec(path)?.[1];
    if (root !== undefined && Number(root) > this.carried.root) return undefined;
    this.fetches += 1;
    return this.rest.fetch(path, maxBytes);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
