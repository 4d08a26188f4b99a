import { createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import type { WorkerConfig } from './config.js';

/** One database is enough; REDIS_URL moves jobs to Redis. Called before any queue is built: the choice is the whole process's. */
export function queueConnection(config: WorkerConfig): { readonly connection: never } {
  if (config.REDIS_URL !== undefined) {
    setDefaultBackendFactory();
    return { connection: { url: config.REDIS_URL, maxRetriesPerRequest: null } as never };
  }
  setDefaultBackendFactory(createPostgresBackend as never);
  // The migrator makes the tables; a running role only uses them.
  return { connection: { connectionString: config.DATABASE_URL, max: 2, options: '-c synchronous_commit=off' } as never };
}
