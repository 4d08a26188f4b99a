import { createHash, randomBytes } from 'node:crypto';

/** Who reads what: a token serves this person, in this duty, for this evidence, and nobody and nothing else. */
export interface Reader {
  readonly personId: string | null;
  readonly duty: string | null;
  readonly odsCode: string | null;
  readonly evidenceId: string;
}

interface Opened {
  readonly boundTo: string;
  readonly person: string;
  readonly reason: string | null;
  readonly over: number;
}

const TOKEN = /^[\w-]{43}$/;
const OF_ONE_PERSON = 50;
const OF_ALL = 10_000;

/**
 * Readings whose reason was stated. An address carries a token of 32 random bytes in place of the reason, because addresses stay in
 * histories and in the logs of proxies; kept here is only its hash.
 */
export class OpenReadings {
  private readonly opened = new Map<string, Opened>();

  constructor(private readonly lastsMs: number) {}

  open(reader: Reader, reason: string | null, at: Date): string {
    const token = randomBytes(32).toString('base64url');
    const person = String(reader.personId);
    this.opened.set(hashOf(token), { boundTo: bound(reader), person, reason, over: at.getTime() + this.lastsMs });
    this.drop(({ over }) => over <= at.getTime(), 0);
    this.drop((each) => each.person === person, OF_ONE_PERSON);
    this.drop(() => true, OF_ALL);
    return token;
  }

  /** What was stated for this token; undefined where it is over, or another's, or none. */
  find(token: string, reader: Reader, at: Date): { readonly reason: string | null } | undefined {
    const opened = TOKEN.test(token) ? this.opened.get(hashOf(token)) : undefined;
    return opened !== undefined && opened.boundTo === bound(reader) && at.getTime() < opened.over ? { reason: opened.reason } : undefined;
  }

  /** Drops the oldest of these until `most` are left. */
  private drop(which: (opened: Opened) => boolean, most: number): void {
    const found = [...this.opened].filter(([, opened]) => which(opened));
    for (const [hash] of found.slice(0, Math.max(0, found.length - most))) this.opened.delete(hash);
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
const bound = ({ personId, duty, odsCode, evidenceId }: Reader): string => JSON.stringify([personId, duty, odsCode, evidenceId]);
