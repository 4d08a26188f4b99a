import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { HeldInName, HeldRow, HoldingGateway } from '../read-models/held-in-name.js';
import { GatewayStandingNowType, NamedOrganisationType } from './publication.types.js';

@ObjectType('HoldingGateway', { description: 'A gateway that serves a practice, and how much it held of it by its newest receipt.' })
export class HoldingGatewayType {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean) revoked!: boolean;
  @Field(() => Int, { nullable: true, description: 'The publication its newest receipt names; null where it never signed one.' }) publication!: number | null;
  @Field(() => Int, { nullable: true }) stopList!: number | null;
  @Field(() => Date, { nullable: true, description: 'When it had applied that, by its own word.' }) appliedAt!: Date | null;
  @Field(() => Date, { nullable: true }) seenAt!: Date | null;
  @Field(() => Int, { description: 'How many publications it lacks.' }) behindBy!: number;
  @Field(() => Int, { nullable: true, description: 'Pairs of the practice in what it holds; null where what was published then cannot be read any more.' }) pairs!: number | null;
  @Field(() => Int, { nullable: true, description: 'Viewing organisations it shows something to now, by what it holds: inside the dates and not stopped altogether; null as for pairs.' }) viewers!: number | null;
  @Field(() => Date, { nullable: true, description: 'From when it refuses everything of the practice, should it never hear again: the signed limit of what it holds.' }) refusesAt!: Date | null;
  @Field(() => Boolean, { description: 'Whether that has passed.' }) hasRefused!: boolean;
  @Field(() => GatewayStandingNowType) standing!: GatewayStandingNowType;

  static from({ code, name, revoked, publication, stopList, appliedAt, seenAt, behindBy, pairs, viewers, refusesAt, hasRefused, standing }: HoldingGateway): HoldingGatewayType {
    return Object.assign(new HoldingGatewayType(), { code, name, revoked, publication, stopList, appliedAt, seenAt, behindBy, pairs, viewers, refusesAt, hasRefused, standing: GatewayStandingNowType.from(standing) });
  }
}

@ObjectType('HeldSignedPage', { description: 'What the practice signed for it, as the register says today.' })
export class HeldSignedPageType {
  @Field(() => ID) evidenceId!: string;
  @Field(() => Int, { nullable: true }) page!: number | null;
  @Field(() => String, { description: 'Of the document.' }) sha256!: string;
}

@ObjectType('HeldPair', { description: 'What a viewing organisation may be shown of the practice, and the gateways that hold it so.' })
export class HeldPairType {
  @Field(() => NamedOrganisationType) consumer!: NamedOrganisationType;
  @Field(() => String) locality!: string;
  @Field(() => String) localityName!: string;
  @Field(() => String, { description: 'The reference of the agreement.' }) agreement!: string;
  @Field(() => ID, { nullable: true }) agreementId!: string | null;
  @Field(() => Int) version!: number;
  @Field(() => String) service!: string;
  @Field(() => [String], { description: 'Codes of views, in the order of the service.' }) views!: string[];
  @Field(() => [String], { description: 'Those of them that the stop list these gateways hold takes away.' }) stoppedViews!: string[];
  @Field(() => Date) from!: Date;
  @Field(() => Date) until!: Date;
  @Field(() => HeldSignedPageType, { nullable: true }) signedPage!: HeldSignedPageType | null;
  @Field(() => [String], { description: 'Codes of gateways.' }) gateways!: string[];

  static from({ consumer, views, stoppedViews, from, until, signedPage, gateways, locality, localityName, agreement, agreementId, version, service }: HeldRow): HeldPairType {
    return Object.assign(new HeldPairType(), {
      locality, localityName, agreement, agreementId, version, service, consumer: Object.assign(new NamedOrganisationType(), consumer), views: [...views], stoppedViews: [...stoppedViews],
      from: new Date(from), until: new Date(until), signedPage: signedPage && Object.assign(new HeldSignedPageType(), signedPage), gateways: [...gateways],
    });
  }
}

@ObjectType('HeldInName', { description: 'What gateways hold in the name of one practice, each as of its newest receipt; from the bytes they signed for.' })
export class HeldInNameType {
  @Field(() => NamedOrganisationType) provider!: NamedOrganisationType;
  @Field(() => [HoldingGatewayType]) gateways!: HoldingGatewayType[];
  @Field(() => Int, { description: 'Of all pages.' }) total!: number;
  @Field(() => [HeldPairType]) pairs!: HeldPairType[];
  @Field(() => String, { nullable: true, description: 'Where the next page begins; null after the last.' }) endCursor!: string | null;

  static from(provider: { readonly odsCode: string; readonly name: string }, { gateways, total, rows, endCursor }: HeldInName): HeldInNameType {
    return Object.assign(new HeldInNameType(), {
      provider: Object.assign(new NamedOrganisationType(), provider), gateways: gateways.map((row) => HoldingGatewayType.from(row)), total, pairs: rows.map((row) => HeldPairType.from(row)),
      endCursor: endCursor && Buffer.from(endCursor).toString('base64url'),
    });
  }
}
