import { epochSeconds } from './clock.js';

interface Stored {
  readonly payload: Record<string, unknown>;
  readonly expiresAt: number;
}

const MOST = 20_000;

/**
 * Codes, sessions and interactions of the provider, in memory: a restart ends unfinished sign-ins and nothing else. The oldest
 * entry goes first when a loop of sign-ins fills it.
 */
export class MemoryAdapter {
  private static readonly entries = new Map<string, Stored>();

  constructor(private readonly model: string) {}

  async upsert(id: string, payload: Record<string, unknown>, expiresIn: number | undefined): Promise<void> {
    const entries = MemoryAdapter.entries;
    entries.delete(this.key(id));
    if (entries.size >= MOST) this.sweep();
    entries.set(this.key(id), { payload, expiresAt: expiresIn === undefined ? Infinity : epochSeconds() + expiresIn });
  }

  async find(id: string): Promise<Record<string, unknown> | undefined> {
    const stored = MemoryAdapter.entries.get(this.key(id));
    return stored !== undefined && stored.expiresAt > epochSeconds() ? stored.payload : undefined;
  }

  async findByUid(uid: string): Promise<Record<string, unknown> | undefined> {
    return this.first((payload) => payload['uid'] === uid);
  }

  async findByUserCode(userCode: string): Promise<Record<string, unknown> | undefined> {
    return this.first((payload) => payload['userCode'] === userCode);
  }

  async consume(id: string): Promise<void> {
    const stored = MemoryAdapter.entries.get(this.key(id));
    if (stored !== undefined) stored.payload['consumed'] = epochSeconds();
  }

  async destroy(id: string): Promise<void> {
    MemoryAdapter.entries.delete(this.key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of MemoryAdapter.entries) if (payload['grantId'] === grantId) MemoryAdapter.entries.delete(key);
  }

  private first(fits: (payload: Record<string, unknown>) => boolean): Record<string, unknown> | undefined {
    for (const [key, { payload, expiresAt }] of MemoryAdapter.entries) {
      if (key.startsWith(`${this.model}:`) && expiresAt > epochSeconds() && fits(payload)) return payload;
    }
    return undefined;
  }

  private sweep(): void {
    const entries = MemoryAdapter.entries;
    const now = epochSeconds();
    for (const [key, { expiresAt }] of entries) if (expiresAt <= now) entries.delete(key);
    for (const key of entries.keys()) {
      if (entries.size < MOST) break;
      entries.delete(key);
    }
  }

  private key(id: string): string {
    return `${this.model}:${id}`;
  }
}
