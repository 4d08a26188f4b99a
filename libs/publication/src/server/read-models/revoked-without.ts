import type { Tx } from '@accord/kernel';
import { appliedBy } from './publications.js';

/** A revoked gateway, and until when it may go on by what it holds; null where what it was last given is not known. */
export interface StillHolding { readonly code: string; readonly name: string; readonly refusesAt: Date | null }

/** Revoked gateways that never signed for a publication and may go on without it: revoking sends them nothing, the keys of before included. */
export async function revokedWithout(tx: Tx, publication: number, at: Date): Promise<readonly StillHolding[]> {
  const { waiting } = await appliedBy(tx, { publication }, at) ?? { waiting: [] };
  return waiting.filter(({ revoked, givenAt, refusesAt }) => revoked && givenAt !== null && (refusesAt === null || refusesAt > at)).map(({ code, name, refusesAt }) => ({ code, name, refusesAt }));
}
