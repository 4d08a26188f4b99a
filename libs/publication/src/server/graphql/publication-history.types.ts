import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Terms } from '../../contract/pair-difference.js';
import type { PairChangePage, PairChangeRow } from '../read-models/pair-changes.js';
import type { PublicationActRow } from '../read-models/publication-acts.js';
import { NamedOrganisationType } from './publication.types.js';

@ObjectType('PairTerms', { description: 'What a pair may be asked for, and when.' })
export class PairTermsType {
  @Field(() => [String], { description: 'Codes of views, in the order of the service.' }) views!: string[];
  @Field(() => Date) from!: Date;
  @Field(() => Date) until!: Date;

  static from({ views, from, until }: Terms): PairTermsType {
    return Object.assign(new PairTermsType(), { views: [...views], from: new Date(from), until: new Date(until) });
  }
}

@ObjectType('PairChange', { description: 'Practices for which gateways are told the same otherwise, in one agreement with one viewing organisation.' })
export class PairChangeType {
  @Field(() => String, { description: 'pairs-gained, pairs-lost, views-changed or dates-changed; pairs-stopped or pairs-resumed where only the stop list says otherwise.' }) kind!: string;
  @Field(() => String) locality!: string;
  @Field(() => String) localityName!: string;
  @Field(() => String, { description: 'The reference of the agreement.' }) agreement!: string;
  @Field(() => ID, { nullable: true, description: 'Where it is one the reader may open.' }) agreementId!: string | null;
  @Field(() => String) service!: string;
  @Field(() => NamedOrganisationType) consumer!: NamedOrganisationType;
  @Field(() => [NamedOrganisationType], { description: 'The first forty where they are more.' }) providers!: NamedOrganisationType[];
  @Field(() => Int, { description: 'How many practices.' }) count!: number;
  @Field(() => [PairTermsType], { description: 'None where the pairs were not held before.' }) was!: PairTermsType[];
  @Field(() => [PairTermsType], { description: 'None where the pairs are held no more.' }) is!: PairTermsType[];

  static from({ consumer, providers, was, is, ...row }: PairChangeRow): PairChangeType {
    const named = (each: object): NamedOrganisationType => Object.assign(new NamedOrganisationType(), each);
    return Object.assign(new PairChangeType(), { ...row, consumer: named(consumer), providers: providers.map(named), was: was.map((each) => PairTermsType.from(each)), is: is.map((each) => PairTermsType.from(each)) });
  }
}

@ObjectType('PairChangePage')
export class PairChangePageType {
  @Field(() => [PairChangeType]) items!: PairChangeType[];
  @Field(() => String, { nullable: true, description: 'Where the next page begins; null after the last.' }) endCursor!: string | null;

  static from({ items, endCursor }: PairChangePage): PairChangePageType {
    return Object.assign(new PairChangePageType(), { items: items.map((row) => PairChangeType.from(row)), endCursor });
  }
}

@ObjectType('PublicationAct', { description: 'Something somebody did that a publication first told gateways of.' })
export class PublicationActType {
  @Field(() => String, { description: 'As it was announced, such as participation.withdrawn.' }) type!: string;
  @Field(() => Date) at!: Date;
  @Field(() => Int, { description: 'How many things it was done to in one act.' }) count!: number;
  @Field(() => String, { nullable: true, description: 'Who did it; null where that is not the reader\'s to see.' }) byName!: string | null;
  @Field(() => String, { nullable: true }) duty!: string | null;
  @Field(() => String, { nullable: true, description: 'Why signing keys were changed, where that is the reader\'s to see; null of all else.' }) reason!: string | null;
  @Field(() => ID, { nullable: true }) agreementId!: string | null;
  @Field(() => String, { nullable: true }) agreement!: string | null;
}

@ObjectType('PublicationActs', { description: 'What a publication first told gateways of.' })
export class PublicationActsType {
  @Field(() => [PublicationActType], { description: 'The first twelve.' }) items!: PublicationActType[];
  @Field(() => Int) total!: number;

  static from({ acts, total }: { readonly acts: readonly PublicationActRow[]; readonly total: number }): PublicationActsType {
    return Object.assign(new PublicationActsType(), { total, items: acts.map((row) => Object.assign(new PublicationActType(), row)) });
  }
}
