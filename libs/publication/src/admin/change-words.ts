import { countOf } from '@accord/kernel/admin';
import { change, say } from './messages.js';

export interface ChangeShown {
  readonly kind: string;
  readonly locality: string | null;
  readonly localityName: string | null;
  readonly agreement: string | null;
  readonly agreementId: string | null;
  readonly organisations: readonly { readonly odsCode: string; readonly name: string }[];
  readonly count: number;
  readonly stops: readonly string[];
  /** Of summaries that are counted: where to go on. */
  readonly continueAfter: string | null;
}

export const CHANGE_FIELDS = 'kind locality localityName agreement agreementId organisations { odsCode name } count stops continueAfter';

const NOUNS: Readonly<Record<string, readonly ['agreement' | 'practice' | 'viewer' | 'pair' | 'stop' | 'summary', 'agreements' | 'practices' | 'viewers' | 'pairs' | 'stops' | 'summaries']>> = {
  'providers-live': ['practice', 'practices'], 'providers-gone': ['practice', 'practices'], 'dates-changed': ['practice', 'practices'], 'evidence-changed': ['agreement', 'agreements'],
  'viewers-live': ['viewer', 'viewers'], 'viewers-gone': ['viewer', 'viewers'], 'views-changed': ['viewer', 'viewers'], 'certificates-added': ['viewer', 'viewers'], 'certificates-removed': ['viewer', 'viewers'],
  'pairs-gained': ['pair', 'pairs'], 'pairs-lost': ['pair', 'pairs'], 'stops-added': ['stop', 'stops'], 'stops-removed': ['stop', 'stops'],
};

/** "2 practices of Aldermoor (TSTL01) went live". */
export function changeWords({ kind, locality, localityName, count }: ChangeShown): string {
  const [one, many] = NOUNS[kind] ?? ['summary', 'summaries'];
  return change(kind as Parameters<typeof change>[0], { count: countOf(count, change(one), change(many)), place: locality === null ? '' : `${localityName ?? locality} (${locality})` });
}

/** A page of its own tells stops one by one; one line counts them. */
function together(changes: readonly ChangeShown[]): readonly ChangeShown[] {
  const stops = (kind: string): readonly ChangeShown[] => changes.filter((each) => each.kind === kind);
  const counted = ['stops-added', 'stops-removed'].flatMap((kind) => (stops(kind).length === 0 ? [] : [{ ...stops(kind)[0]!, count: stops(kind).reduce((sum, each) => sum + each.count, 0) }]));
  return [...changes.filter(({ kind }) => kind !== 'stops-added' && kind !== 'stops-removed'), ...counted];
}

const MOST_SAID = 3;

/** All of them in one line; pairs follow from who came and went, and are left to the page of the publication. */
export function changesInShort(changes: readonly ChangeShown[]): string {
  const worth = changes.filter(({ kind }) => kind !== 'pairs-gained' && kind !== 'pairs-lost');
  const said = together(worth.length > 0 ? worth : changes);
  if (said.length === 0) return say('nothingHere');
  const sentence = said.slice(0, MOST_SAID).map(changeWords).join('; ');
  const whole = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
  return said.length > MOST_SAID ? `${say('andMore', { sentence: whole, count: said.length - MOST_SAID })}.` : `${whole}.`;
}
