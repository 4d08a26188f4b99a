import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { GrantId } from '../../contract/index.js';
import type { Session, SignInAttempt } from '../domain/session.js';

const COLUMNS = `id_hash AS "idHash", person_id AS "personId", grant_id AS "grantId", acr, authenticated_at AS "authenticatedAt",
  created_at AS "createdAt", seen_at AS "seenAt", expires_at AS "expiresAt"`;

@Injectable()
export class SessionStore {
  async add(tx: Tx, session: Session): Promise<void> {
    await sql(tx, `INSERT INTO session (id_hash, person_id, grant_id, acr, authenticated_at, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, [
      session.idHash, session.personId, session.grantId, session.acr, session.authenticatedAt, session.createdAt, session.seenAt, session.expiresAt,
    ]);
  }

  async find(tx: Tx, idHash: string): Promise<Session | null> {
    const [session] = await sql<Session>(tx, `SELECT ${COLUMNS} FROM session WHERE id_hash = $1 AND person_id IS NOT NULL`, [idHash]);
    return session ?? null;
  }

  async seen(tx: Tx, idHash: string, at: Date): Promise<void> {
    await sql(tx, 'UPDATE session SET seen_at = $2 WHERE id_hash = $1 AND seen_at < $2', [idHash, at]);
  }

  async actIn(tx: Tx, idHash: string, grantId: GrantId | null): Promise<void> {
    await sql(tx, 'UPDATE session SET grant_id = $2 WHERE id_hash = $1', [idHash, grantId]);
  }

  async end(tx: Tx, idHash: string): Promise<Session | null> {
    const [session] = await sql<Session>(tx, `DELETE FROM session WHERE id_hash = $1 AND person_id IS NOT NULL RETURNING ${COLUMNS}`, [idHash]);
    return session ?? null;
  }

  async addAttempt(tx: Tx, idHash: string, attempt: SignInAttempt, at: Date, expiresAt: Date): Promise<void> {
    await sql(tx, 'DELETE FROM session WHERE expires_at < $1', [at]);
    await sql(tx, 'INSERT INTO session (id_hash, data, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)', [idHash, JSON.stringify(attempt), at, expiresAt]);
  }

  /** Gives an attempt once: whoever comes second finds nothing. */
  async takeAttempt(tx: Tx, idHash: string, at: Date): Promise<SignInAttempt | null> {
    const [row] = await sql<{ data: SignInAttempt }>(tx, 'DELETE FROM session WHERE id_hash = $1 AND person_id IS NULL AND expires_at > $2 RETURNING data', [idHash, at]);
    return row?.data ?? null;
  }
}
