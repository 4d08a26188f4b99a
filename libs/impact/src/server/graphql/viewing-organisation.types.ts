import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { PageAsked, ViewedAgreementRow, ViewingOrganisationRow, ViewingSystemRow, ViewSetRow } from '../read-models/viewing-organisations.js';

@ArgsType()
export class ImpactPageArgs {
  @Field(() => Int, { defaultValue: 1 }) page!: number;
  @Field(() => Int, { defaultValue: 25, description: 'At most 100.' }) perPage!: number;
}

export function boundedPage({ page, perPage }: ImpactPageArgs): PageAsked {
  return { page: Math.min(Math.max(page, 1), 100_000), perPage: Math.min(Math.max(perPage, 1), 100) };
}

@ObjectType('ViewingOrganisation', { description: 'An organisation whose staff look at records of others, as far as its part in agreements is the reader’s to see.' })
export class ViewingOrganisationType {
  @Field(() => ID) id!: string;
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => Int, { description: 'Views of its current sets, over all services.' }) views!: number;
  @Field(() => Int) agreements!: number;
  @Field(() => Int, { description: 'Sharing organisations live in agreements in which it is live: agreed, whether or not anything is seen now.' }) providers!: number;
  @Field(() => Date, { nullable: true, description: 'When the last of its current certificates ends; null where none is, or none is to be seen.' }) certificateUntil!: Date | null;
  @Field(() => Boolean, { description: 'Whether its systems, certificates and readiness are the reader’s to see: its own people’s, and staff’s where a part of it is in their sight.' }) showsReadiness!: boolean;

  static from(row: ViewingOrganisationRow, showsReadiness: boolean): ViewingOrganisationType {
    const { id, odsCode, name, views, agreements, providers } = row;
    return Object.assign(new ViewingOrganisationType(), {
      id, odsCode, name, views, agreements, providers,
      showsReadiness, certificateUntil: showsReadiness ? row.certificateUntil : null,
    });
  }
}

@ObjectType('SeesNow', { description: 'What an organisation sees at this moment, as far as the reader may see: the sum of who can see what.' })
export class SeesNowType {
  @Field(() => Int, { description: 'Sharing organisations whose records it sees.' }) organisations!: number;
  @Field(() => Int, { description: 'The most views it sees of any one of them.' }) mostViews!: number;
}

@ObjectType('ViewingOrganisationPage', { description: 'One page of viewing organisations.' })
export class ViewingOrganisationPageType {
  @Field(() => Int) total!: number;
  @Field(() => [ViewingOrganisationType]) items!: ViewingOrganisationType[];
}

@ObjectType('NamedView', { description: 'A view and its name.' })
export class NamedViewType {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
}

@ObjectType('CurrentViewSet', { description: 'The one view set of a service a viewing organisation has now, and the agreement that reserved it.' })
export class CurrentViewSetType {
  @Field(() => ID) id!: string;
  @Field(() => String) serviceCode!: string;
  @Field(() => String) serviceName!: string;
  @Field(() => [NamedViewType]) views!: NamedViewType[];
  @Field(() => Date) fromAt!: Date;
  @Field(() => Date, { nullable: true }) untilAt!: Date | null;
  @Field(() => String) reservedByReference!: string;
  @Field(() => ID, { nullable: true, description: 'Null where that agreement is not the reader’s to see.' }) reservedByAgreementId!: string | null;

  static from(row: ViewSetRow): CurrentViewSetType {
    return Object.assign(new CurrentViewSetType(), { ...row, views: row.views.map((view) => Object.assign(new NamedViewType(), view)) });
  }
}

@ObjectType('StateCount', { description: 'How many are in one state.' })
export class StateCountType {
  @Field(() => String) state!: string;
  @Field(() => Int) count!: number;
}

@ObjectType('ViewedAgreement', { description: 'An agreement a viewing organisation is part of, and how its sharing organisations stand.' })
export class ViewedAgreementType {
  @Field(() => ID) id!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) title!: string;
  @Field(() => String) state!: string;
  @Field(() => String) localityCode!: string;
  @Field(() => String) localityName!: string;
  @Field(() => ID) partId!: string;
  @Field(() => String) partState!: string;
  @Field(() => Date) partStateAt!: Date;
  @Field(() => [StateCountType]) providers!: StateCountType[];

  static from(row: ViewedAgreementRow): ViewedAgreementType {
    return Object.assign(new ViewedAgreementType(), { ...row, providers: row.providers.map((each) => Object.assign(new StateCountType(), each)) });
  }
}

@ObjectType('ViewedAgreementPage', { description: 'One page of the agreements of a viewing organisation.' })
export class ViewedAgreementPageType {
  @Field(() => Int) total!: number;
  @Field(() => [ViewedAgreementType]) items!: ViewedAgreementType[];
}

@ObjectType('ViewingCertificate', { description: 'A certificate of one of its systems.' })
export class ViewingCertificateType {
  @Field(() => ID) id!: string;
  @Field(() => String) state!: string;
  @Field(() => Date) fromAt!: Date;
  @Field(() => Date) untilAt!: Date;
  @Field(() => Date, { nullable: true, description: 'Null while it is not revoked; once it is, nothing is left of its time.' }) revokedAt!: Date | null;
}

@ObjectType('ViewingSystem', { description: 'A system of a viewing organisation and the certificates it presents.' })
export class ViewingSystemType {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => [ViewingCertificateType]) certificates!: ViewingCertificateType[];

  static from(row: ViewingSystemRow): ViewingSystemType {
    const certificates = row.certificates.map((each) => Object.assign(new ViewingCertificateType(), { ...each, fromAt: new Date(each.fromAt), untilAt: new Date(each.untilAt), revokedAt: each.revokedAt === null ? null : new Date(each.revokedAt) }));
    return Object.assign(new ViewingSystemType(), { id: row.id, name: row.name, certificates });
  }
}

@ObjectType('GateStanding', { description: 'One condition for being live, and whether it holds now.' })
export class GateStandingType {
  @Field(() => String) gate!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean) holds!: boolean;
}
