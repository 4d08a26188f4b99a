import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import type { GateStanding, NextStep } from '@accord/activations';
import type { Coverage } from '../read-models/locality-coverage.js';
import type { LocalityAgreement, ReadinessParty, SeenLocality } from '../read-models/locality-readiness.js';

@ObjectType('ReadinessGate', { description: 'One condition for being live, of one organisation, as it stands now.' })
export class GateStandingType {
  @Field(() => String, { description: 'hosting, open, evidence, accession, assurance, certificate, role-profiles, consent, relationship or mesh.' }) gate!: string;
  @Field(() => String, { description: 'done, waiting or blocked.' }) state!: string;
  @Field(() => String, { description: 'What is said of the organisation, after its name; empty where it is done.' }) because!: string;
  @Field(() => String, { nullable: true, description: 'Who has the next.' }) waitsFor!: string | null;
}

@ObjectType('ReadinessStep', { description: 'What comes next for a party, and who has it.' })
export class NextStepType {
  @Field(() => String) does!: string;
  @Field(() => String, { nullable: true }) who!: string | null;
}

@ObjectType('ReadinessParty', { description: 'One practice or viewing organisation of a locality on its way to live.' })
export class ReadinessPartyType {
  @Field(() => ID, { nullable: true, description: 'Its participation or part; null where no open agreement names it.' }) id!: string | null;
  @Field(() => ID, { nullable: true }) agreementId!: string | null;
  @Field(() => String, { nullable: true }) agreementReference!: string | null;
  @Field(() => String, { description: 'provider or consumer.' }) side!: string;
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'The state of its participation or part, or "none".' }) state!: string;
  @Field(() => String, { nullable: true, description: 'How far a later version has come that it is asked to sign while it is live: invited, signed, accepted, rejected, verified or approved.' }) renewalState!: string | null;
  @Field(() => Int, { nullable: true, description: 'The number of that version.' }) renewalVersion!: number | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) stateAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) liveAt!: Date | null;
  @Field(() => ID, { nullable: true, description: 'The activation that lists it and waits for approval, or that approved it.' }) activationId!: string | null;
  @Field(() => [GateStandingType]) gates!: GateStanding[];
  @Field(() => NextStepType, { nullable: true }) next!: NextStep | null;

  static from(party: ReadinessParty): ReadinessPartyType { return Object.assign(new ReadinessPartyType(), party); }
}

@ObjectType('LocalityAgreement', { description: 'An agreement of a locality that is drafted, open for signing or closed, and not over.' })
export class LocalityAgreementType {
  @Field(() => ID) id!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) title!: string;
  @Field(() => String, { description: 'draft, open or closed.' }) state!: string;
  @Field(() => Int) version!: number;
  @Field(() => String) serviceName!: string;
}

@ObjectType('LocalityReadiness', { description: 'How the practices and viewing organisations of a locality stand on their way to live.' })
export class LocalityReadinessType {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => [LocalityAgreementType]) agreements!: LocalityAgreement[];
  @Field(() => [ReadinessPartyType]) parties!: ReadinessPartyType[];

  static from(locality: SeenLocality, agreements: readonly LocalityAgreement[], parties: readonly ReadinessParty[]): LocalityReadinessType {
    return Object.assign(new LocalityReadinessType(), locality, { agreements: [...agreements], parties: parties.map((party) => ReadinessPartyType.from(party)) });
  }
}

@ObjectType('LocalityStanding', { description: 'A locality in figures: its practices by how far they are.' })
export class LocalityStandingType {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => Int, { description: 'Practices that take part: named by an open agreement of it, and neither declined nor gone.' }) practices!: number;
  @Field(() => Int) livePractices!: number;
  @Field(() => Int, { description: 'Not live, and a gate is waiting or blocked.' }) blockedPractices!: number;
  @Field(() => Int, { description: 'Approved, every gate done: could be taken live now.' }) readyPractices!: number;
  @Field(() => Int, { description: 'Not live, every gate done, and a step to come.' }) waitingPractices!: number;
  @Field(() => Int, { description: 'In the locality, and in no agreement that is open for signing.' }) outsidePractices!: number;
  @Field(() => Int) viewingOrganisations!: number;
  @Field(() => Int, { description: 'Drafted, open for signing or closed, and not over.' }) agreements!: number;
  @Field(() => Int, { description: 'Activations that wait for an approver.' }) waitingApprovals!: number;
}

@ObjectType('LocalityStandingPage', { description: 'One page of a list, and how to ask for the next.' })
export class LocalityStandingPageType {
  @Field(() => Int) total!: number;
  @Field(() => [LocalityStandingType]) items!: LocalityStandingType[];
}

@ObjectType('CoverageName', { description: 'An organisation at the edge of a coverage matrix.' })
class CoverageNameType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean, { description: 'Named by an open agreement of the service, and neither declined nor gone.' }) takesPart!: boolean;
}

@ObjectType('CoverageService', { description: 'A service that agreements of the locality are about.' })
class CoverageServiceType {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
}

@ObjectType('CoverageKind', { description: 'What a cell of a coverage matrix can say.' })
class CoverageKindType {
  @Field(() => String, { description: 'live, held-back, suspended, agreed, unsigned, withdrawn or not-agreed.' }) standing!: string;
  @Field(() => Int, { description: 'How many views.' }) views!: number;
  @Field(() => String, { nullable: true }) agreementReference!: string | null;
}

@ObjectType('CoverageRow', { description: 'One practice of a coverage matrix.' })
class CoverageRowType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean, { description: 'Named by an open agreement of the service, and neither declined nor gone.' }) takesPart!: boolean;
  @Field(() => [Int], { description: 'For each viewer in order, which of the kinds.' }) cells!: number[];
}

@ObjectType('LocalityCoverage', { description: 'Which practice of a locality shares with which viewing organisation, in one service.' })
export class LocalityCoverageType {
  @Field(() => ID) localityId!: string;
  @Field(() => String) localityCode!: string;
  @Field(() => String) localityName!: string;
  @Field(() => [CoverageServiceType], { description: 'Services that agreements of the locality are about.' }) services!: CoverageServiceType[];
  @Field(() => String, { nullable: true, description: 'The one shown.' }) serviceCode!: string | null;
  @Field(() => [CoverageNameType]) viewers!: CoverageNameType[];
  @Field(() => [CoverageKindType]) kinds!: CoverageKindType[];
  @Field(() => [CoverageRowType]) rows!: CoverageRowType[];

  static from({ id, code, name }: SeenLocality, coverage: Coverage): LocalityCoverageType {
    return Object.assign(new LocalityCoverageType(), coverage, { localityId: id, localityCode: code, localityName: name });
  }
}
