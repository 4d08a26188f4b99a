import { getNamedType, isInputObjectType, isIntrospectionType, isObjectType, type GraphQLSchema } from 'graphql';

/** What means the same wherever it stands is said here once; whatever says more itself keeps its own words. */
const ALIKE: Readonly<Record<string, string>> = {
  expectedVersion: 'The version of it that was open in front of you; refused as STALE when it has changed since.',
  idempotencyKey: '8 to 128 printable characters without spaces. The same key and input again: the first answer again. Other input: refused as IDEMPOTENCY_KEY_REUSED.',
  reason: 'Why, in words; kept with the record. Needed where the duty asks for one (`me.abilities`).',
  after: 'Where the page before ended, as that page says.',
  before: 'Where the page before ended: the last of it.',
  first: 'How many at most: 1 to 100.',
  pem: 'An X.509 certificate as PEM text.',
  side: 'provider or consumer',
  serviceCode: 'The code of a service, such as DCR.',
  reviewOn: 'When the parties look at it anew: a day in London, as 2026-03-02.',
  nhsNumber: 'Ten digits; spaces between them do not matter. Never put into an address.',
  publication: 'The number of a publication.',
  value: 'What the fact says, in the words of its kind.',
};

const TYPES: Readonly<Record<string, string>> = {
  ConsumerInput: 'A viewing organisation and the views it is to have.', GateFactInput: 'Something that is true of an organisation, from when, and who says so.',
  BlockedParty: 'A party that could not go live, and the gates that held it.', WentLive: 'What going live changed.', PurposeClass: 'What kind of purpose records are shared for.',
};

/** Gives every type and every argument words: its own, those it shares, or those of the one act it serves. */
export function describeSchema(schema: GraphQLSchema): GraphQLSchema {
  const servedBy = new Map<string, string>();
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) for (const arg of field.args) servedBy.set(getNamedType(arg.type).name, field.name);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    type.description ??= TYPES[type.name] ?? (servedBy.has(type.name) ? `What ${servedBy.get(type.name)} needs.` : type.name.endsWith('Page') ? 'One page of a list, and how to ask for the next.' : undefined);
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) field.description ??= ALIKE[field.name];
    if (isObjectType(type)) for (const arg of Object.values(type.getFields()).flatMap((field) => field.args)) arg.description ??= ALIKE[arg.name];
  }
  return schema;
}
