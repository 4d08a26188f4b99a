import { clauseText, edited, STANDARD_CLAUSES, type DraftEdit } from '@accord/agreements';
import { dayInProse, type AccordProblem, type FieldFault } from '@accord/kernel/admin';
import type { Named, OneAgreement } from './agreement-query.js';
import { say } from './messages.js';

export interface DraftConsumer extends Named { readonly views: readonly string[] }

/** A draft as its form holds it. */
export interface DraftValues {
  readonly reference: string;
  readonly title: string;
  readonly serviceCode: string;
  readonly localityId: string;
  readonly providers: readonly string[];
  readonly consumers: readonly DraftConsumer[];
  readonly purpose: string;
  readonly purposeClass: 'directCare' | 'secondary';
  readonly lawfulBasis: string;
  readonly hasOwnClauses: boolean;
  /** One clause a paragraph. */
  readonly ownClauses: string;
  readonly beginsOn: string;
  readonly reviewOn: string;
  readonly endsOn: string;
}

export interface AgreedSet { readonly odsCode: string; readonly views: readonly string[]; readonly reference: string; readonly agreementId: string | null; readonly differs: boolean }

export const emptyDraft = (localityId: string, serviceCode: string): DraftValues => ({
  reference: '', title: '', serviceCode, localityId, providers: [], consumers: [], purpose: '', purposeClass: 'directCare', lawfulBasis: say('usualBasis'),
  hasOwnClauses: false, ownClauses: '', beginsOn: '', reviewOn: '', endsOn: '',
});

const isStandard = (clauses: readonly string[]): boolean => clauses.length === STANDARD_CLAUSES.length && STANDARD_CLAUSES.every((key, place) => clauses[place] === key);

/** What the server has, as the form holds it. */
export function draftOf(agreement: OneAgreement): DraftValues {
  const { reference, title, serviceCode, localityId, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn, endsOn, clauses } = agreement;
  const hasOwnClauses = !isStandard(clauses);
  return {
    reference, title, serviceCode, localityId, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn, endsOn, hasOwnClauses, ownClauses: hasOwnClauses ? clauses.map(clauseText).join('\n\n') : '',
    providers: agreement.providers.map(({ odsCode }) => odsCode), consumers: agreement.consumers.map(({ odsCode, name, views }) => ({ odsCode, name, views })),
  };
}

const paragraphs = (text: string): readonly string[] => text.split(/\n\s*\n/).map((each) => each.trim()).filter((each) => each !== '');

/** What a mutation is sent: the fields that can be edited. */
export function editedInput(values: DraftValues): Readonly<Record<string, unknown>> {
  const { title, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn, endsOn, providers } = values;
  return {
    title, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn, endsOn, providers: [...providers].sort(),
    consumers: values.consumers.map(({ odsCode, views }) => ({ odsCode, views })), ...(values.hasOwnClauses ? { clauses: paragraphs(values.ownClauses) } : {}),
  };
}

/** Whom the draft names once an edit is applied, views in the order of the service. */
export function resolved(values: DraftValues, edit: DraftEdit, views: readonly { readonly code: string }[]): Pick<DraftValues, 'providers' | 'consumers'> {
  const { providers, consumers } = edited(values, edit);
  const order = views.map(({ code }) => code);
  return {
    providers: [...providers],
    consumers: consumers.map(({ odsCode, views: chosen }) => ({ ...values.consumers.find((each) => each.odsCode === odsCode)!, views: [...chosen].sort((a, b) => order.indexOf(a) - order.indexOf(b)) })),
  };
}

export const sameDraft = (one: DraftValues, other: DraftValues): boolean => JSON.stringify(editedInput(one)) === JSON.stringify(editedInput(other));

export const consumerField = (odsCode: string): string => `consumer-${odsCode}`;

/** What keeps a draft from being saved, each with the field it is about. */
export function faultsOf(values: DraftValues, agreed: readonly AgreedSet[], isNew: boolean): readonly FieldFault[] {
  const missing = (field: keyof DraftValues & string, id: string = field): readonly FieldFault[] => (String(values[field]).trim() === '' ? [{ field: id, says: say(`needs-${field}` as 'needs-title') }] : []);
  const codes = values.consumers.map(({ odsCode }) => odsCode);
  const days = [values.beginsOn, values.reviewOn, values.endsOn];
  return [
    ...(isNew ? [...missing('reference'), ...(values.reference.trim() !== '' && !/^[A-Za-z0-9][A-Za-z0-9-]{3,63}$/.test(values.reference.trim()) ? [{ field: 'reference', says: say('badReference') }] : []), ...missing('serviceCode'), ...missing('localityId')] : []),
    ...missing('title'),
    ...(values.providers.length === 0 ? [{ field: 'find-providers', says: say('needs-providers') }] : []),
    ...(values.consumers.length === 0 ? [{ field: 'find-consumers', says: say('needs-consumers') }] : []),
    ...values.consumers.filter(({ views }) => views.length === 0).map(({ odsCode, name }) => ({ field: consumerField(odsCode), says: say('needs-views', { name }) })),
    ...values.consumers.filter(({ odsCode }) => values.providers.includes(odsCode)).map(({ odsCode, name }) => ({ field: consumerField(odsCode), says: say('sharesWithItself', { name }) })),
    ...agreed.filter(({ differs, odsCode }) => differs && codes.includes(odsCode)).map(({ odsCode, reference }) => ({
      field: consumerField(odsCode), says: say('collides', { name: values.consumers.find((each) => each.odsCode === odsCode)?.name ?? odsCode, reference }),
    })),
    ...missing('purpose'), ...missing('lawfulBasis'),
    ...(values.hasOwnClauses && paragraphs(values.ownClauses).length === 0 ? [{ field: 'ownClauses', says: say('needs-ownClauses') }] : []),
    ...(values.purposeClass === 'secondary' && !values.hasOwnClauses ? [{ field: 'ownClauses-choice', says: say('secondaryNeedsOwn') }] : []),
    ...missing('beginsOn'), ...missing('reviewOn'), ...missing('endsOn'),
    ...(days.every((day) => day !== '') && (values.beginsOn > values.reviewOn || values.reviewOn > values.endsOn) ? [{ field: values.beginsOn > values.reviewOn ? 'reviewOn' : 'endsOn', says: say('datesOutOfOrder') }] : []),
  ];
}

const FIELDS: Readonly<Record<string, string>> = { REFERENCE_TAKEN: 'reference', NOT_IN_LOCALITY: 'find-providers', TAKES_PART: 'find-providers', NO_PARTIES: 'find-providers', DATES_OUT_OF_ORDER: 'endsOn', VIEW_SET_DIFFERS: 'find-consumers', NO_VIEWS: 'find-consumers' };
const IDS: Readonly<Record<string, string>> = { providers: 'find-providers', consumers: 'find-consumers', clauses: 'ownClauses' };

/** The server's own no, with a link to the field it is about; organisations named in it are looked for in the form. */
export function faultsOfProblem(problem: AccordProblem | null, values: DraftValues): readonly FieldFault[] {
  if (problem === null) return [];
  const named = values.consumers.find(({ odsCode }) => problem.message.includes(odsCode));
  const field = named === undefined ? FIELDS[problem.code] ?? problem.fields.map((each) => IDS[each] ?? each)[0] : consumerField(named.odsCode);
  return field === undefined ? [] : [{ field, says: problem.message }];
}

/** Where two versions of a draft differ, in words: theirs beside mine. */
export function differences(theirs: DraftValues, mine: DraftValues): readonly { readonly field: string; readonly theirs: string; readonly mine: string }[] {
  const words: Readonly<Record<string, (values: DraftValues) => string>> = {
    columnTitle: (values) => values.title, practices: (values) => [...values.providers].sort().join(', '),
    viewers: (values) => values.consumers.map(({ name, odsCode, views }) => `${name} (${odsCode}): ${views.join(', ')}`).join('; '),
    purpose: (values) => values.purpose, purposeClass: (values) => say(values.purposeClass), lawfulBasis: (values) => values.lawfulBasis,
    clauses: (values) => (values.hasOwnClauses ? values.ownClauses : say('standardClauses')),
    ...Object.fromEntries((['beginsOn', 'reviewOn', 'endsOn'] as const).map((day) => [day, (values: DraftValues) => (values[day] === '' ? '' : dayInProse(values[day]))])),
  };
  return Object.entries(words).map(([field, read]) => ({ field: say(field as 'purpose'), theirs: read(theirs), mine: read(mine) })).filter((each) => each.theirs !== each.mine);
}
