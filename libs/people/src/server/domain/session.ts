import { createHash, randomBytes } from 'node:crypto';
import type { PersonId } from '@accord/kernel';
import type { GrantId } from '../../contract/index.js';

export interface SessionLimits {
  /** Ends when nothing was asked for so long. */
  readonly idleMs: number;
  /** Ends in any case. */
  readonly absoluteMs: number;
}

export const SESSION_LIMITS: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 };

/** What the server keeps of somebody who is signed in. The cookie holds a random token; only its hash is kept. */
export interface Session {
  readonly idHash: string;
  readonly personId: PersonId;
  readonly grantId: GrantId | null;
  readonly acr: string | null;
  readonly authenticatedAt: Date;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** A sign-in that was begun and waits for its answer. Used once. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly isStepUp: boolean;
  /** The session it steps up, by hash. */
  readonly sessionHash: string | null;
  readonly begunAt: string;
}

export const ATTEMPT_GOOD_FOR_MS = 10 * 60_000;

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function isOver(session: Pick<Session, 'seenAt' | 'expiresAt'>, limits: SessionLimits, at: Date): boolean {
  return at >= session.expiresAt || at.getTime() - session.seenAt.getTime() >= limits.idleMs;
}

/** A path on this origin, and nothing that a browser could read as another one. */
export function safeReturnTo(path: string | undefined): string {
  if (path === undefined || path.length > 2_000 || !/^\/(?![/\\])[^\\\s\p{C}]*$/u.test(path)) return '/';
  return new URL(path, 'http://origin.invalid').origin === 'http://origin.invalid' ? path : '/';
}
