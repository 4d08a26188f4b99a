import { isSeen, obstaclesTo } from '@accord/agreements';
import { explainedFactsOf, underNewVersion, type AgreementSight, type AskedAnew } from './agreement-sight.js';
import { sightFactsOf, type Fix, type unnamed } from './explained-facts.js';
import { fixOffered, headline, reasonsAgainst, reasonsFor, sameSentence, type Place } from './explanation-words.js';
import { smallestFix, type Start } from './smallest-fix.js';
import type { SoonerEnd } from './sooner-end.js';

/** Now; on a day, with everything known today; on a day, with what was known by then or by another. */
export type Reading = 'now' | 'as-it-was' | 'as-known';

export interface Asked {
  readonly service: string;
  readonly provider: Place;
  readonly consumer: Place;
  readonly view: { readonly code: string; readonly name: string };
  readonly at: Date;
  readonly reading: Reading;
  readonly asKnownAt: Date | null;
}

/** One thing the answer rests on, or one that stands in its way, in the words in which everybody is told. */
export interface Reason {
  readonly kind: string;
  readonly says: string;
  readonly since: Date | null;
  /** The stop, or the part, it lies in. */
  readonly subject: string | null;
}

/** One act that is needed, and who can do it. */
export interface OfferedFix extends Fix {
  readonly does: string;
  readonly who: string;
}

export interface Explanation {
  readonly asked: Asked;
  readonly isSeen: boolean;
  readonly sentence: string;
  readonly since: Date | null;
  readonly reasons: readonly Reason[];
  /** What would have to be done, in order, none of which could be left out. Empty where the view is seen, and for the past. */
  readonly fixes: readonly OfferedFix[];
  /** Which of the agreements the answer is about; null where none names both. */
  readonly row: AgreementSight | null;
  /** Which of them the acts take hold of; null where they begin with a new one, or there are none. */
  readonly fixRow: AgreementSight | null;
  readonly agreements: number;
  readonly publication: number | null;
}

/** The agreement that permits the view, else the one that needs the least. */
export function nearest<Row extends AgreementSight>(rows: readonly Row[], view: string, at: Date): Row | null {
  const ranked = rows.map((row) => ({ row, missing: isSeen(row, view, at) ? 0 : obstaclesTo(row, view, at).length }));
  return ranked.sort((a, b) => a.missing - b.missing || b.row.participationAt.getTime() - a.row.participationAt.getTime())[0]?.row ?? null;
}

export interface Found {
  /** What is known to end what is seen before its agreement does. */
  readonly sooner: SoonerEnd | null;
  readonly rows: readonly AgreementSight[];
  readonly publication: number | null;
  readonly since: Date | null;
  /** What is known of both where no agreement names them together. */
  readonly known: Parameters<typeof unnamed>[0];
  /** By agreement: the newer version that both are asked to sign, if there is one. */
  readonly askedAnew: ReadonlyMap<string, AskedAnew>;
}

/** Whether the view is seen, why or why not, since when, and the smallest thing that would change it. */
export function explain(asked: Asked, { rows, publication, since, known, askedAnew, sooner }: Found): Explanation {
  const { view: { code }, at, reading } = asked;
  if (asked.provider.odsCode === asked.consumer.odsCode) return { asked, isSeen: false, sentence: sameSentence(asked), since: null, row: null, fixRow: null, agreements: 0, publication, reasons: [], fixes: [] };
  const row = nearest(rows, code, at);
  const seen = row !== null && isSeen(row, code, at);
  const starts = rows.flatMap((each, agreement): Start[] => {
    const [facts, anew] = [explainedFactsOf(each, at, known.otherViewsProposed), askedAnew.get(each.agreementId)];
    const under = anew === undefined ? null : underNewVersion(facts, anew);
    return [{ agreement, version: null, facts }, ...(under === null ? [] : [{ agreement, version: anew!.version, facts: under }])];
  });
  const way = seen || reading !== 'now' ? null : smallestFix(starts, known, code, at);
  const fixRow = way === null || way.agreement === null ? null : rows[way.agreement]!;
  const against = row === null || seen ? [] : reasonsAgainst(asked, row, explainedFactsOf(row, at), obstaclesTo(sightFactsOf(explainedFactsOf(row, at)), code, at));
  return {
    asked, isSeen: seen, sentence: headline(asked, seen), since, row, fixRow, agreements: rows.length, publication,
    reasons: row === null ? reasonsAgainst(asked, null, null, []) : seen ? reasonsFor(asked, row, publication, sooner) : against,
    fixes: (way?.fixes ?? []).map((fix) => fixOffered(asked, fixRow, fix, way!.version)),
  };
}
