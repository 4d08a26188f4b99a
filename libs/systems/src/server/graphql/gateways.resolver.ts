import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isId, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { feedCertificates } from '../read-models/machine-certificates.js';
import { gatewayById, gateways } from '../read-models/registers.js';
import { ConfirmGateway } from '../use-cases/confirm-gateway.js';
import { ConfirmGatewayCertificate } from '../use-cases/confirm-gateway-certificate.js';
import { RegisterGateway } from '../use-cases/register-gateway.js';
import { RegisterGatewayCertificate } from '../use-cases/register-gateway-certificate.js';
import { RevokeGateway } from '../use-cases/revoke-gateway.js';
import { RevokeGatewayCertificate } from '../use-cases/revoke-gateway-certificate.js';
import {
  boundedPage, ConfirmGatewayCertificateFields, ConfirmGatewayFields, FeedCertificateType, GatewayPageType, GatewayType, RegisterGatewayCertificateFields, RegisterGatewayFields,
  RevokeGatewayCertificateFields, RevokeGatewayFields, SystemsPageArgs,
} from './systems.types.js';

@Resolver(() => GatewayType)
export class GatewaysResolver {
  constructor(
    private readonly registering: RegisterGateway,
    private readonly confirming: ConfirmGateway,
    private readonly revoking: RevokeGateway,
    private readonly registeringCertificate: RegisterGatewayCertificate,
    private readonly confirmingCertificate: ConfirmGatewayCertificate,
    private readonly revokingCertificate: RevokeGatewayCertificate,
    private readonly transactions: Transactions,
  ) {}

  @Query(() => GatewayPageType, { description: 'Registered gateways and the localities they serve.' })
  @Requires('gateway:read')
  async gateways(@CurrentTx() tx: Promise<Tx>, @Args() page: SystemsPageArgs): Promise<GatewayPageType> {
    const { total, items } = await gateways(await tx, boundedPage(page));
    return { total, items: items.map((row) => GatewayType.from(row)) };
  }

  @Query(() => GatewayType, { description: 'One gateway by id.' })
  @Requires('gateway:read')
  async gateway(@CurrentTx() tx: Promise<Tx>, @Args('id', { type: () => ID }) id: string): Promise<GatewayType> {
    return shown(await tx, id);
  }

  @Query(() => [FeedCertificateType], { description: 'The certificates that running feeds have, the soonest to end first.' })
  @Requires('gateway:read')
  async feedCertificates(@CurrentTx() tx: Promise<Tx>): Promise<FeedCertificateType[]> {
    return (await feedCertificates(await tx)).map((row) => FeedCertificateType.from(row));
  }

  @Mutation(() => GatewayType, { description: 'Registers a gateway; a second person confirms it.' })
  @Requires('gateway:register')
  async registerGateway(@CurrentActor() actor: Actor, @Args('input') input: RegisterGatewayFields): Promise<GatewayType> {
    const { id } = await this.registering.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => shown(tx, id));
  }

  @Mutation(() => GatewayType, { description: 'Confirms, as the second person, a gateway somebody else registered.' })
  @Requires('gateway:confirm')
  async confirmGateway(@CurrentActor() actor: Actor, @Args('input') input: ConfirmGatewayFields): Promise<GatewayType> {
    await this.confirming.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => shown(tx, input.id));
  }

  @Mutation(() => GatewayType, { description: 'Quarantines a gateway at once.' })
  @Requires('gateway:revoke')
  async revokeGateway(@CurrentActor() actor: Actor, @Args('input') input: RevokeGatewayFields): Promise<GatewayType> {
    await this.revoking.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => shown(tx, input.id));
  }

  @Mutation(() => GatewayType, { description: 'Registers a further certificate of a gateway in force, to renew it without a gap; a second person confirms it. One waits at a time.' })
  @Requires('gateway:register')
  async registerGatewayCertificate(@CurrentActor() actor: Actor, @Args('input') input: RegisterGatewayCertificateFields): Promise<GatewayType> {
    await this.registeringCertificate.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => shown(tx, input.gatewayId));
  }

  @Mutation(() => GatewayType, { description: 'Confirms, as the second person, a further certificate. Those before it count until they end or are revoked.' })
  @Requires('gateway:confirm')
  async confirmGatewayCertificate(@CurrentActor() actor: Actor, @Args('input') input: ConfirmGatewayCertificateFields): Promise<GatewayType> {
    const { gatewayId } = await this.confirmingCertificate.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => shown(tx, gatewayId));
  }

  @Mutation(() => GatewayType, { description: 'Ends one certificate of a gateway at once, or withdraws one that waits; its others go on.' })
  @Requires('gateway:revoke')
  async revokeGatewayCertificate(@CurrentActor() actor: Actor, @Args('input') input: RevokeGatewayCertificateFields): Promise<GatewayType> {
    const { gatewayId } = await this.revokingCertificate.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => shown(tx, gatewayId));
  }
}

async function shown(tx: Tx, id: string): Promise<GatewayType> {
  const row = isId(id) ? await gatewayById(tx, id) : null;
  if (row === null) throw new NotFound('gateway');
  return GatewayType.from(row);
}
