import { countOf, type Tone } from '@accord/kernel/admin';
import { csvField } from './csv-field.js';
import { say, wordFor } from './messages.js';

export interface Coverage {
  readonly localityId: string; readonly localityCode: string; readonly localityName: string; readonly serviceCode: string | null;
  readonly services: readonly { readonly code: string; readonly name: string }[];
  readonly viewers: readonly { readonly odsCode: string; readonly name: string; readonly takesPart: boolean }[];
  readonly kinds: readonly { readonly standing: string; readonly views: number; readonly agreementReference: string | null }[];
  readonly rows: readonly { readonly odsCode: string; readonly name: string; readonly takesPart: boolean; readonly cells: readonly number[] }[];
}

export const COVERAGE = `query LocalityCoverage($id: ID!, $service: String) { localityCoverage(localityId: $id, serviceCode: $service) { localityId localityCode localityName serviceCode
  services { code name } viewers { odsCode name takesPart } kinds { standing views agreementReference } rows { odsCode name takesPart cells } } }`;
export interface CoverageAnswer { readonly localityCoverage: Coverage | null }

export const STANDINGS = ['live', 'not-begun', 'held-back', 'suspended', 'agreed', 'unsigned', 'withdrawn', 'over', 'not-agreed'] as const;
export const standingTone = (standing: string): Tone => ({ 'live': 'good', 'not-begun': 'waiting', 'held-back': 'stopped', 'suspended': 'stopped', 'agreed': 'waiting', 'unsigned': 'waiting' } as Readonly<Record<string, Tone>>)[standing] ?? 'quiet';
export const SHAPE: Readonly<Record<Tone, string>> = { good: '●', waiting: '◐', stopped: '■', quiet: '○' };

/** "8 views, live"; "not agreed". */
export function cellWords({ standing, views }: { readonly standing: string; readonly views: number }): string {
  const words = wordFor('standing', standing);
  return views === 0 || standing === 'withdrawn' ? words : say('cellViews', { views: countOf(views, 'view'), standing: words });
}

export interface CoverageTotals {
  readonly byStanding: ReadonlyMap<string, number>; readonly byRow: readonly number[]; readonly byViewer: readonly number[]; readonly live: number;
  /** Those that take part, as the locality's page counts them. */
  readonly practices: number; readonly viewers: number;
}

/** How many pairs stand how, and how many share now for each practice and each viewer. */
export function totalsOf(coverage: Coverage): CoverageTotals {
  const byStanding = new Map<string, number>();
  const byViewer = coverage.viewers.map(() => 0);
  const isLive = coverage.kinds.map(({ standing }) => standing === 'live');
  const byRow = coverage.rows.map(({ cells }) => cells.reduce((sum, kind, place) => {
    const { standing } = coverage.kinds[kind]!;
    byStanding.set(standing, (byStanding.get(standing) ?? 0) + 1);
    if (isLive[kind] === true) byViewer[place] = byViewer[place]! + 1;
    return sum + (isLive[kind] === true ? 1 : 0);
  }, 0));
  const taking = (side: readonly { readonly takesPart: boolean }[]): number => side.filter(({ takesPart }) => takesPart).length;
  return { byStanding, byRow, byViewer, live: byRow.reduce((sum, live) => sum + live, 0), practices: taking(coverage.rows), viewers: taking(coverage.viewers) };
}

/** Every pair on a line of its own. */
export function csvOf(coverage: Coverage): string {
  const lines = coverage.rows.flatMap((row) => row.cells.map((kind, place) => {
    const { standing, views, agreementReference } = coverage.kinds[kind]!;
    const viewer = coverage.viewers[place]!;
    return [row.odsCode, row.name, viewer.odsCode, viewer.name, wordFor('standing', standing), views, agreementReference ?? ''];
  }));
  const head = ['Practice code', 'Practice', 'Viewing organisation code', 'Viewing organisation', 'Standing', 'Views', 'Agreement'];
  return [head, ...lines].map((line) => line.map(csvField).join(',')).join('\r\n').concat('\r\n');
}
