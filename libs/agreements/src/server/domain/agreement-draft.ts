import { civilDay, endOfLondonDay, InvalidInput, odsCode, startOfLondonDay, type OdsCode } from '@accord/kernel';
import { DatesOutOfOrder, NoParties, PURPOSE_CLASSES, STANDARD_CLAUSES, TITLE_AT_MOST, type PurposeClass } from '@accord/agreements';
import { viewsInOrder, type Service } from '@accord/views';

/** A draft as its drafter writes it. */
export interface DraftInput {
  readonly title: string;
  readonly purpose: string;
  readonly purposeClass: PurposeClass;
  readonly lawfulBasis: string;
  /** Sentences of their own, or keys of the catalogue; the standard clauses where none are given. */
  readonly clauses?: readonly string[] | undefined;
  /** Calendar days in London; the end is inclusive. */
  readonly beginsOn: string;
  readonly reviewOn: string;
  readonly endsOn: string;
  readonly providers: readonly string[];
  readonly consumers: readonly { readonly odsCode: string; readonly views: readonly string[] }[];
}

export interface AgreementDraft extends Omit<DraftInput, 'providers' | 'consumers' | 'clauses'> {
  readonly clauses: readonly string[];
  readonly from: Date;
  readonly until: Date;
  readonly providers: readonly OdsCode[];
  readonly consumers: readonly { readonly odsCode: OdsCode; readonly views: readonly string[] }[];
}

const TEXT_AT_MOST = 2_000;
const PARTIES_AT_MOST = 2_000;

/** Reads a draft from outside: every text bounded, every date in the calendar and in order, every party once, every view the service's. */
export function readDraft(input: DraftInput, service: Service): AgreementDraft {
  const text = (field: 'title' | 'purpose' | 'lawfulBasis'): string => boundedText(field, input[field], field === 'title' ? TITLE_AT_MOST : TEXT_AT_MOST);
  const [beginsOn, reviewOn, endsOn] = (['beginsOn', 'reviewOn', 'endsOn'] as const).map((field) => civilDay(input[field], field)) as [string, string, string];
  if (!PURPOSE_CLASSES.includes(input.purposeClass)) throw new InvalidInput('purposeClass', `use one of ${PURPOSE_CLASSES.join(', ')}`);
  if (beginsOn > reviewOn || reviewOn > endsOn) throw new DatesOutOfOrder();
  const providers = unique('providers', input.providers.map((code) => odsCode(code, 'providers')));
  if (providers.length === 0) throw new NoParties('provider');
  if (input.consumers.length === 0) throw new NoParties('consumer');
  unique('consumers', input.consumers.map((consumer) => odsCode(consumer.odsCode, 'consumers')));
  const consumers = input.consumers.map((consumer) => {
    const code = odsCode(consumer.odsCode, 'consumers');
    return { odsCode: code, views: viewsInOrder(service, consumer.views, code) };
  }).sort((a, b) => (a.odsCode < b.odsCode ? -1 : 1));
  const both = consumers.find((consumer) => providers.includes(consumer.odsCode));
  if (both !== undefined) throw new InvalidInput('consumers', `${both.odsCode} cannot share with itself`);
  if (providers.length > PARTIES_AT_MOST || consumers.length > PARTIES_AT_MOST) throw new InvalidInput('providers', `name at most ${PARTIES_AT_MOST} parties a side`);
  // The standard clauses speak of direct care and nothing else: another purpose writes its own.
  if (input.purposeClass === 'secondary' && (!input.clauses?.length || input.clauses.includes('CLAUSE_DIRECT_CARE'))) throw new InvalidInput('clauses', 'write the clauses of a secondary use; the standard ones allow direct care alone');
  const clauses = (input.clauses?.length ? input.clauses : STANDARD_CLAUSES).map((clause) => boundedText('clauses', clause));
  return {
    title: text('title'), purpose: text('purpose'), purposeClass: input.purposeClass, lawfulBasis: text('lawfulBasis'), clauses,
    beginsOn, reviewOn, endsOn, from: startOfLondonDay(beginsOn), until: endOfLondonDay(endsOn), providers, consumers,
  };
}

function boundedText(field: string, value: string, atMost = TEXT_AT_MOST): string {
  const text = value.normalize('NFC').trim();
  if (text === '' || text.length > atMost) throw new InvalidInput(field, `write between 1 and ${atMost} characters`);
  if (/[\p{Cc}\p{Cf}]/u.test(text.replaceAll('\n', ' '))) throw new InvalidInput(field, 'leave out control characters');
  return text;
}

function unique(field: string, codes: readonly OdsCode[]): readonly OdsCode[] {
  const sorted = [...codes].sort();
  const twice = sorted.find((code, index) => code === sorted[index + 1]);
  if (twice !== undefined) throw new InvalidInput(field, `${twice} is named twice`);
  return sorted;
}
