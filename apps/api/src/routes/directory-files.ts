import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { directoryFileUploads, HandInDirectoryFile } from '@accord/directory/server';

/** Files of the national directory, handed in by the browser. */
export async function directoryFiles(server: FastifyInstance, app: Pick<NestFastifyApplication, 'get'>, actorOf: (request: FastifyRequest) => Promise<Actor | null>): Promise<void> {
  await directoryFileUploads(server, { actorOf, transactions: app.get(Transactions), handingIn: app.get(HandInDirectoryFile) });
}
