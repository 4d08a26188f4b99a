import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { FeedCertificateRow } from '../read-models/machine-certificates.js';
import type { GatewayCertificateRow, GatewayRow, PageAsked, SystemCertificateRow } from '../read-models/registers.js';

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
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know, and while nobody has.' }) revokedByName!: string | null;
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

@ObjectType('GatewayCertificate', { description: 'What a gateway presents, and signs receipts with. It counts once a second person has confirmed it; several overlap while renewing.' })
export class GatewayCertificateType {
  @Field(() => ID) id!: string;
  @Field({ description: 'SHA-256 of the DER form, in hex.' }) sha256!: string;
  @Field() fromAt!: Date;
  @Field() untilAt!: Date;
  @Field({ description: 'registered, confirmed or revoked' }) state!: string;
  @Field({ description: 'Whether the reader registered it, and so cannot confirm it.' }) registeredByReader!: boolean;
  @Field() registeredAt!: Date;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know.' }) registeredByName!: string | null;
  @Field(() => Date, { nullable: true }) confirmedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know, and while nobody has.' }) confirmedByName!: string | null;
  @Field(() => Date, { nullable: true }) revokedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know, and while nobody has.' }) revokedByName!: string | null;
  @Field(() => String, { nullable: true }) revokedReason!: string | null;
  @Field(() => Int) version!: number;

  static from(row: GatewayCertificateRow): GatewayCertificateType {
    const at = (text: string | null): Date | null => (text === null ? null : new Date(text));
    const { fromAt, untilAt, registeredAt, confirmedAt, revokedAt } = row;
    return Object.assign(new GatewayCertificateType(), row, { fromAt: at(fromAt), untilAt: at(untilAt), registeredAt: at(registeredAt), confirmedAt: at(confirmedAt), revokedAt: at(revokedAt) });
  }
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
  @Field(() => Date, { nullable: true, description: 'Until when its confirmed certificates follow one another without a gap, or did; null where none counts.' }) certifiedUntil!: Date | null;
  @Field({ description: 'Whether the reader registered it, and so cannot confirm it.' }) registeredByReader!: boolean;
  @Field() registeredAt!: Date;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know.' }) registeredByName!: string | null;
  @Field(() => Date, { nullable: true }) confirmedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know, and while nobody has.' }) confirmedByName!: string | null;
  @Field(() => Date, { nullable: true }) revokedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Null where the person is not yours to know, and while nobody has.' }) revokedByName!: string | null;
  @Field(() => String, { nullable: true }) revokedReason!: string | null;
  @Field(() => Int) version!: number;

  static from(row: GatewayRow): GatewayType {
    return Object.assign(new GatewayType(), { ...row, certificates: row.certificates.map((each) => GatewayCertificateType.from(each)) });
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

@InputType('RegisterGatewayCertificateInput')
export class RegisterGatewayCertificateFields {
  @Field(() => ID, { description: 'A gateway that is confirmed and not revoked.' }) gatewayId!: string;
  @Field({ description: 'In PEM form, with an elliptic curve key and without the private one. It counts from and until when it says itself.' }) pem!: string;
  @Field() idempotencyKey!: string;
}

@InputType('ConfirmGatewayCertificateInput')
export class ConfirmGatewayCertificateFields {
  @Field(() => ID, { description: 'Of the certificate.' }) id!: string;
  @Field(() => Int, { description: 'Of the certificate.' }) expectedVersion!: number;
  @Field() idempotencyKey!: string;
}

@InputType('RevokeGatewayCertificateInput')
export class RevokeGatewayCertificateFields {
  @Field(() => ID, { description: 'Of the certificate.' }) id!: string;
  @Field() reason!: string;
  @Field() idempotencyKey!: string;
}
