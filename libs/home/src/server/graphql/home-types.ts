import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { COMING_KINDS, WAITING_KINDS, type ComingThing, type WaitingThing } from '../../contract/index.js';
import type { LocalitySharingRow, OrganisationSharingRow } from '../read-models/sharing-in-short.js';

@ObjectType('Waiting', { description: 'Something that waits for the acting person, or several of one kind in one agreement or locality.' })
export class WaitingType {
  @Field({ description: `${WAITING_KINDS.join(', ')}.` }) kind!: string;
  @Field({ description: 'The id of the thing, or of the agreement, locality or organisation whose things they are.' }) subjectId!: string;
  @Field(() => ID, { nullable: true }) agreementId!: string | null;
  @Field({ description: 'What it is about, by name.' }) about!: string;
  @Field(() => String, { nullable: true }) odsCode!: string | null;
  @Field(() => Int) count!: number;
  @Field(() => Date, { description: 'Since when the oldest of them waits.' }) since!: Date;
  @Field(() => String, { nullable: true, description: 'By which London day it should be done; null where no day is set.' }) dueOn!: string | null;

  static from(row: WaitingThing): WaitingType {
    return Object.assign(new WaitingType(), row);
  }
}

@ObjectType('ComingUp', { description: 'What comes by itself within 90 days.' })
export class ComingUpType {
  @Field({ description: `${COMING_KINDS.join(', ')}.` }) kind!: string;
  @Field() subjectId!: string;
  @Field() about!: string;
  @Field({ description: 'The London day.' }) onDay!: string;

  static from(row: ComingThing): ComingUpType {
    return Object.assign(new ComingUpType(), row);
  }
}

@ObjectType('OrganisationSharing', { description: 'How sharing stands for the organisation acted for.' })
export class OrganisationSharingType {
  @Field() name!: string;
  @Field() odsCode!: string;
  @Field(() => Int, { description: 'How many organisations see views of its records now.' }) viewers!: number;
  @Field(() => Int, { description: 'Of how many practices its people see views now.' }) practices!: number;
  @Field({ description: 'Whether it takes part as a viewing organisation alone.' }) isViewer!: boolean;
  @Field(() => Int, { description: 'The most views it sees of any one practice; where it sees none, the most that any one sees of it.' }) mostViews!: number;
  @Field(() => Int, { description: 'Its parts that are suspended, in agreements that go on.' }) suspended!: number;
  @Field(() => Date, { nullable: true }) lastChangeAt!: Date | null;

  static from(row: OrganisationSharingRow): OrganisationSharingType {
    return Object.assign(new OrganisationSharingType(), row);
  }
}

@ObjectType('LocalitySharing', { description: 'How far a locality acted for is.' })
export class LocalitySharingType {
  @Field(() => ID) localityId!: string;
  @Field() name!: string;
  @Field() code!: string;
  @Field(() => Int, { description: 'Practices that take part, or have been asked to.' }) practices!: number;
  @Field(() => Int) live!: number;
  @Field(() => Int, { description: 'Practices that are suspended.' }) suspended!: number;
  @Field(() => Int, { description: 'Viewing organisations that are live.' }) viewers!: number;
  @Field(() => Date, { nullable: true }) lastChangeAt!: Date | null;

  static from(row: LocalitySharingRow): LocalitySharingType {
    return Object.assign(new LocalitySharingType(), row);
  }
}

@ObjectType('Home', { description: 'What waits for the acting person, what comes, and how sharing stands for whom they act for. Derived when asked, never stored.' })
export class HomeType {
  @Field(() => [WaitingType], { description: 'What cannot wait first, then the oldest; 200 at most.' }) waiting!: WaitingType[];
  @Field(() => [ComingUpType], { description: 'Soonest first, 50 at most.' }) coming!: ComingUpType[];
  @Field(() => OrganisationSharingType, { nullable: true }) organisation!: OrganisationSharingType | null;
  @Field(() => [LocalitySharingType]) localities!: LocalitySharingType[];
}
