import type { PurposeClass } from './states.js';

interface NamedParty {
  readonly odsCode: string;
  readonly name: string;
}

/** What one version says, as it is compared with another. */
export interface VersionWords {
  readonly title: string;
  readonly purpose: string;
  readonly purposeClass: PurposeClass;
  readonly lawfulBasis: string;
  readonly clauses: readonly string[];
  readonly beginsOn: string;
  readonly reviewOn: string;
  readonly endsOn: string;
  readonly providers: readonly NamedParty[];
  readonly consumers: readonly (NamedParty & { readonly views: readonly string[] })[];
}

export const COMPARED_FIELDS = ['title', 'purpose', 'purposeClass', 'lawfulBasis', 'beginsOn', 'reviewOn', 'endsOn'] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

export interface FieldDifference {
  readonly field: ComparedField;
  readonly before: string;
  readonly after: string;
}

/** One clause as it was and as it is: null on the side where it does not stand. A rewritten clause stands on both sides. */
export interface ClauseDifference {
  readonly before: string | null;
  readonly after: string | null;
}

/** A viewing organisation named by both versions whose views differ. */
export interface ViewsDifference extends NamedParty {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export interface VersionDifference {
  readonly fields: readonly FieldDifference[];
  /** Every clause of both versions in the order they are read, those that stand as they were too. */
  readonly clauses: readonly ClauseDifference[];
  readonly providersJoined: readonly NamedParty[];
  readonly providersLeft: readonly NamedParty[];
  readonly consumersJoined: readonly (NamedParty & { readonly views: readonly string[] })[];
  readonly consumersLeft: readonly NamedParty[];
  readonly viewsChanged: readonly ViewsDifference[];
}

/** What a version says otherwise than the one before: field by field, clause by clause, party by party. */
export function versionDifference(before: VersionWords, after: VersionWords): VersionDifference {
  return {
    fields: COMPARED_FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({ field, before: before[field], after: after[field] })),
    clauses: clauseDifferences(before.clauses, after.clauses),
    providersJoined: without(after.providers, before.providers),
    providersLeft: without(before.providers, after.providers),
    consumersJoined: without(after.consumers, before.consumers),
    consumersLeft: without(before.consumers, after.consumers),
    viewsChanged: after.consumers.flatMap(({ odsCode, name, views }) => {
      const known = before.consumers.find((each) => each.odsCode === odsCode)?.views;
      const [gained, lost] = [views.filter((view) => !known?.includes(view)), known?.filter((view) => !views.includes(view)) ?? []];
      return known === undefined || gained.length + lost.length === 0 ? [] : [{ odsCode, name, gained, lost }];
    }),
  };
}

/** Whether the two versions say the same, word for word and party for party. */
export function isSameVersion({ fields, clauses, ...parties }: VersionDifference): boolean {
  return fields.length === 0 && clauses.every(({ before, after }) => before === after) && Object.values(parties).every((listed) => listed.length === 0);
}

function without<Party extends NamedParty>(these: readonly Party[], those: readonly NamedParty[]): readonly Party[] {
  const known = new Set(those.map(({ odsCode }) => odsCode));
  return these.filter(({ odsCode }) => !known.has(odsCode));
}

/**
 * As many clauses as possible stand as they were, in their order. Between two that do, what went and what came are read as the same clause
 * rewritten, one for one as far as they go.
 */
function clauseDifferences(before: readonly string[], after: readonly string[]): readonly ClauseDifference[] {
  const found: ClauseDifference[] = [];
  let [gone, come]: [string[], string[]] = [[], []];
  const settle = (): void => {
    for (let nth = 0; nth < Math.max(gone.length, come.length); nth += 1) found.push({ before: gone[nth] ?? null, after: come[nth] ?? null });
    [gone, come] = [[], []];
  };
  const kept = keptInOrder(before, after);
  let [at, to] = [0, 0];
  while (at < before.length || to < after.length) {
    if (at < before.length && to < after.length && before[at] === after[to] && kept[at]![to]! === kept[at + 1]![to + 1]! + 1) {
      settle();
      found.push({ before: before[at]!, after: after[to]! });
      [at, to] = [at + 1, to + 1];
    } else if (to >= after.length || (at < before.length && kept[at + 1]![to]! >= kept[at]![to + 1]!)) {
      gone.push(before[at]!);
      at += 1;
    } else {
      come.push(after[to]!);
      to += 1;
    }
  }
  settle();
  return found;
}

/** How many clauses from here on can stand as they were, for each place in both versions. */
function keptInOrder(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const kept = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0));
  for (let at = before.length - 1; at >= 0; at -= 1) {
    for (let to = after.length - 1; to >= 0; to -= 1) {
      kept[at]![to] = before[at] === after[to] ? kept[at + 1]![to + 1]! + 1 : Math.max(kept[at + 1]![to]!, kept[at]![to + 1]!);
    }
  }
  return kept;
}
