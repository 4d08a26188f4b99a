import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput, isId, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { CERTIFICATE_STANDINGS, systemCertificateById, systemCertificates } from '../read-models/registers.js';
import { ConfirmSystemCertificates } from '../use-cases/confirm-system-certificates.js';
import { RegisterSystemCertificates } from '../use-cases/register-system-certificates.js';
import { RevokeSystemCertificate } from '../use-cases/revoke-system-certificate.js';
import {
  boundedPage, ConfirmSystemCertificateFields, RegisterSystemCertificateFields, RevokeSystemCertificateFields, SystemCertificatePageType, SystemCertificateType,
  SystemsPageArgs,
} from './systems.types.js';

@Resolver(() => SystemCertificateType)
export class SystemCertificatesResolver {
  constructor(
    private readonly registering: RegisterSystemCertificates,
    private readonly confirming: ConfirmSystemCertificates,
    private readonly revoking: RevokeSystemCertificate,
    private readonly transactions: Transactions,
  ) {}

  @Query(() => SystemCertificatePageType, { description: 'Certificates of consumer systems; a viewing organisation sees its own.' })
  @Requires('consumer-system:read')
  async systemCertificates(
    @CurrentTx() tx: Promise<Tx>, @Args() page: SystemsPageArgs, @Args('consumerOdsCode', { type: () => String, nullable: true }) consumer: string | null,
    @Args('find', { type: () => String, nullable: true, description: 'Part of the name of its organisation or system, or an ODS code.' }) find: string | null,
    @Args('standing', { type: () => String, nullable: true, description: 'waiting, current, ending (within 30 days), expired or revoked.' }) standing: string | null,
  ): Promise<SystemCertificatePageType> {
    const known = standing === null || standing === undefined || (CERTIFICATE_STANDINGS as readonly string[]).includes(standing);
    if (!known) throw new InvalidInput('standing', `ask for one of ${CERTIFICATE_STANDINGS.join(', ')}`);
    const asked = { consumer: consumer?.trim().toUpperCase() || null, find: find?.trim() || null, standing: standing ?? null };
    const { total, items } = await systemCertificates(await tx, asked, boundedPage(page));
    return { total, items: items.map((row) => SystemCertificateType.from(row)) };
  }

  @Query(() => SystemCertificateType, { description: 'One certificate by id.' })
  @Requires('consumer-system:read')
  async systemCertificate(@CurrentTx() tx: Promise<Tx>, @Args('id', { type: () => ID }) id: string): Promise<SystemCertificateType> {
    return shown(await tx, id);
  }

  @Mutation(() => SystemCertificateType, { description: 'Registers a certificate; a second person confirms it.' })
  @Requires('system-certificate:register')
  async registerSystemCertificate(@CurrentActor() actor: Actor, @Args('input') input: RegisterSystemCertificateFields): Promise<SystemCertificateType> {
    const { idempotencyKey, ...certificate } = input;
    const [registered] = await this.registering.execute(actor, { certificates: [certificate], idempotencyKey });
    return this.transactions.read(actor, (tx) => shown(tx, registered!.id));
  }

  @Mutation(() => SystemCertificateType, { description: 'Confirms, as the second person, a certificate somebody else registered.' })
  @Requires('system-certificate:confirm')
  async confirmSystemCertificate(@CurrentActor() actor: Actor, @Args('input') input: ConfirmSystemCertificateFields): Promise<SystemCertificateType> {
    const { idempotencyKey, impactHash, ...certificate } = input;
    await this.confirming.execute(actor, { certificates: [certificate], impactHash, idempotencyKey });
    return this.transactions.read(actor, (tx) => shown(tx, input.id));
  }

  @Mutation(() => SystemCertificateType, { description: 'Ends a certificate at once.' })
  @Requires('system-certificate:revoke')
  async revokeSystemCertificate(@CurrentActor() actor: Actor, @Args('input') input: RevokeSystemCertificateFields): Promise<SystemCertificateType> {
    await this.revoking.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => shown(tx, input.id));
  }
}

async function shown(tx: Tx, id: string): Promise<SystemCertificateType> {
  const row = isId(id) ? await systemCertificateById(tx, id) : null;
  if (row === null) throw new NotFound('certificate');
  return SystemCertificateType.from(row);
}
