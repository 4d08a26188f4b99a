import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { FeedCertificateRow } from '../read-models/machine-certificates.js';
import type { GatewayRow, PageAsked, SystemCertificateRow } from '../read-models/registers.js';

@ArgsType()
export class SystemsPageArgs {
  @Field(() => Int, { defaultValue: 1 }) page!: number;
  @Field(() => Int, { defaultValue: 25, description: 'At most 200.' }) perPage!: number;
}

export function boundedPage({ page, perPage }: SystemsPageArgs): PageAsked {
  return { page: Math.min(Math.max(page, 1), 100_000), perPage: Math.min(Math.max(perPage, 1), 200) };
}

@ObjectType('SystemCertificate', { description: 'What a viewing organisation’s system presents. It counts once a second person has confirmed it.' })
export class SystemCertificateType {
  @Field(() => ID) id!: string;
  @Field(() => ID) systemId!: string;
  @Field() systemName!: string;
  @Field() consumerOdsCode!: string;
  @Field() consumerName!: string;
  @Field({ description: 'SHA-256 of the DER form, in hex.' }) sha256!: string;
  @Field() subject!: string;
  @Field() fromAt!: Date;
  @Field() untilAt!: Date;
  @Field({ description: 'registered, confirmed or revoked' }) state!: string;
  @Field({ description: 'Confirmed, unrevoked and inside its dates.' }) isCurrent!: boolean;
  @Field({ description: 'Whether the reader registered it, and so cannot confirm it.' }) registeredByReader!: boolean;
  @Field() registeredAt!: Date;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know.' }) registeredByName!: string | null;
  @Field(() => Date, { nullable: true }) confirmedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know, and while nobody has.' }) confirmedByName!: string | null;
  @Field(() => Date, { nullable: true }) revokedAt!: Date | null;
  @Field(() => String, { nullable: true }) revokedReason!: string | null;
  @Field(() => Int) version!: number;

  static from(row: SystemCertificateRow): SystemCertificateType {
    return Object.assign(new SystemCertificateType(), row);
  }
}

@ObjectType('SystemCertificatePage')
export class SystemCertificatePageType {
  @Field(() => Int) total!: number;
  @Field(() => [SystemCertificateType]) items!: SystemCertificateType[];
}

@ObjectType('GatewayLocality', { description: 'A locality a gateway serves.' })
export class GatewayLocalityType {
  @Field() code!: string;
  @Field() name!: string;
}

@ObjectType('GatewayCertificate', { description: 'What a gateway presents, and signs receipts with.' })
export class GatewayCertificateType {
  @Field({ description: 'SHA-256 of the DER form, in hex.' }) sha256!: string;
  @Field() fromAt!: Date;
  @Field() untilAt!: Date;
  @Field(() => Date, { nullable: true }) revokedAt!: Date | null;
}

@ObjectType('Gateway', { description: 'Enforces what is published for the localities it serves.' })
export class GatewayType {
  @Field(() => ID) id!: string;
  @Field() code!: string;
  @Field() name!: string;
  @Field({ description: 'registered, confirmed or revoked' }) state!: string;
  @Field(() => [String]) localityCodes!: string[];
  @Field(() => [GatewayLocalityType], { description: 'The localities it serves, by code and name.' }) localities!: readonly GatewayLocalityType[];
  @Field(() => [String]) fingerprints!: string[];
  @Field(() => [GatewayCertificateType], { description: 'The one that ends last first.' }) certificates!: GatewayCertificateType[];
  @Field({ description: 'Whether the reader registered it, and so cannot confirm it.' }) registeredByReader!: boolean;
  @Field() registeredAt!: Date;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know.' }) registeredByName!: string | null;
  @Field(() => Date, { nullable: true }) confirmedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know, and while nobody has.' }) confirmedByName!: string | null;
  @Field(() => Date, { nullable: true }) revokedAt!: Date | null;
  @Field(() => String, { nullable: true }) revokedReason!: string | null;
  @Field(() => Int) version!: number;

  static from(row: GatewayRow): GatewayType {
    const certificates = row.certificates.map(({ sha256, fromAt, untilAt, revokedAt }) => Object.assign(new GatewayCertificateType(), {
      sha256, fromAt: new Date(fromAt), untilAt: new Date(untilAt), revokedAt: revokedAt === null ? null : new Date(revokedAt),
    }));
    return Object.assign(new GatewayType(), { ...row, certificates });
  }
}

@ObjectType('FeedCertificate', { description: 'A certificate that a running feed presents, or judges others by.' })
export class FeedCertificateType {
  @Field({ description: 'server (the feed presents it), authority (it issues the certificates of machines), publisher or reconciler (they may fetch everything).' }) purpose!: string;
  @Field({ description: 'SHA-256 of the DER form, in hex.' }) sha256!: string;
  @Field() subject!: string;
  @Field() fromAt!: Date;
  @Field() untilAt!: Date;

  static from(row: FeedCertificateRow): FeedCertificateType {
    return Object.assign(new FeedCertificateType(), row);
  }
}

@ObjectType('GatewayPage')
export class GatewayPageType {
  @Field(() => Int) total!: number;
  @Field(() => [GatewayType]) items!: GatewayType[];
}

@InputType('RegisterSystemCertificateInput')
export class RegisterSystemCertificateFields {
  @Field() consumerOdsCode!: string;
  @Field(() => ID, { nullable: true, description: 'The registered system that presents it; else its name makes a new one.' }) systemId?: string | null;
  @Field(() => String, { nullable: true }) systemName?: string | null;
  @Field() pem!: string;
  @Field() idempotencyKey!: string;
}

@InputType('ConfirmSystemCertificateInput')
export class ConfirmSystemCertificateFields {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field(() => String, { description: 'The hash of the impact that was shown: impactOf(act: confirmCertificates).' }) impactHash!: string;
  @Field() idempotencyKey!: string;
}

@InputType('RevokeSystemCertificateInput')
export class RevokeSystemCertificateFields {
  @Field(() => ID) id!: string;
  @Field() reason!: string;
  @Field(() => String, { nullable: true, description: 'Of what impactOf showed; what has moved since is recorded and blocks nothing.' }) impactHash?: string | null;
  @Field() idempotencyKey!: string;
}

@InputType('RegisterGatewayInput')
export class RegisterGatewayFields {
  @Field() code!: string;
  @Field() name!: string;
  @Field() pem!: string;
  @Field(() => [String]) localityCodes!: string[];
  @Field() idempotencyKey!: string;
}

@InputType('ConfirmGatewayInput')
export class ConfirmGatewayFields {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field() idempotencyKey!: string;
}

@InputType('RevokeGatewayInput')
export class RevokeGatewayFields {
  @Field(() => ID) id!: string;
  @Field() reason!: string;
  @Field() idempotencyKey!: string;
}
