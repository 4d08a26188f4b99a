import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { NotFound } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { consumerConfiguration, metadataFile, NoteContact, targetFile, type FileAsked, type FileKept } from '@accord/publication/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf, type Caller } from './callers.js';
import { mayFetch } from './may-fetch.js';
import { RefusedCallers } from './refused-callers.js';
import { GatewaysOnly } from './refusals.js';

const METADATA = /^(?:(timestamp)|([1-9]\d{0,8})\.(root|targets|localities|consumers|stops|snapshot))\.json$/;
const TARGET = /^([0-9a-f]{64})\.([A-Za-z0-9._-]{1,64})$/;
const NAMED_BY_CONTENT = 'private, max-age=31536000, immutable';

/** The repository as static files, each to whom it concerns. What is not yours is answered like what does not exist. */
@Controller('publication')
export class PublicationController {
  constructor(private readonly transactions: Transactions, private readonly contacts: NoteContact, private readonly refused: RefusedCallers) {}

  @Get('metadata/:name')
  async metadata(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): Promise<void> {
    const caller = callerOf(request);
    const [, timestamp, version, role] = METADATA.exec(name) ?? [];
    const wanted = timestamp ?? role;
    if (wanted === undefined) throw new NotFound('file');
    // Before it is read which: a stop that does not wait for this gateway, because it had asked for nothing, is known to what it gets.
    if (timestamp !== undefined && caller.kind === 'gateway' && !caller.isLookedFor) await this.contacts.asked(caller.actor, caller.id, caller.fingerprint);
    const bytes = await this.kept(caller, metadataFile(wanted, version === undefined ? null : Number(version)));
    if (bytes === undefined) throw new NotFound('file');
    send(reply, bytes, timestamp === undefined ? NAMED_BY_CONTENT : 'no-store');
  }

  @Get('targets/:folder/:name')
  async target(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('folder') folder: string, @Param('name') name: string): Promise<void> {
    const caller = callerOf(request);
    const [, sha256, file] = TARGET.exec(name) ?? [];
    const path = `${folder}/${file}`;
    if (sha256 === undefined) throw new NotFound('file');
    if (!mayFetch(caller, path)) throw await this.refused.across(caller, 'publication.fetch', path, new NotFound('file'));
    const bytes = await this.kept(caller, targetFile(path, sha256));
    if (bytes === undefined) throw new NotFound('file');
    send(reply, bytes, NAMED_BY_CONTENT);
  }

  /** The localities the calling gateway serves: what it fetches. */
  @Get('localities')
  async localities(@Req() request: FastifyRequest): Promise<{ readonly localities: readonly string[] }> {
    const caller = callerOf(request);
    if (caller.kind !== 'gateway') throw await this.refused.across(caller, 'publication.fetch', 'localities', new GatewaysOnly());
    return { localities: caller.localities };
  }

  /** The calling consumer's own configuration. */
  @Get('consumer')
  async consumer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    if (caller.kind !== 'consumer') throw await this.refused.across(caller, 'publication.fetch', 'consumer', new NotFound('configuration'));
    const bytes = await this.transactions.read(caller.actor, (tx) => consumerConfiguration(tx, caller.consumer));
    if (bytes === null) throw new NotFound('configuration');
    send(reply, bytes, 'no-store');
  }

  private async kept({ actor }: Caller, asked: FileAsked): Promise<Buffer | undefined> {
    const { rows: [file] } = await this.transactions.readOne<FileKept>(actor, () => asked);
    return file?.content;
  }
}

function send(reply: FastifyReply, bytes: Buffer, caching: string): void {
  void reply.header('content-type', 'application/json').header('cache-control', caching).header('x-content-type-options', 'nosniff').send(bytes);
}
