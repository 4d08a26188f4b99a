import type { Side } from '@accord/agreements';
import type { Certificate } from './sharing-world.js';

/** How long the gates of two organisations hold, as far as is known. */
export interface GatesAhead {
  readonly providerOpenUntil: Date;
  readonly consumerOpenUntil: Date;
  readonly hostedUntil: Date;
  readonly certificates: readonly Certificate[];
}

/** What is known to end sharing before its agreement does. */
export interface SoonerEnd {
  readonly why: 'closes' | 'hosting' | 'certificate';
  readonly side: Side;
  readonly at: Date;
}

/** The first thing that ends what is seen now, where it comes before the agreed end; null where nothing is known to. */
export function soonerEnd({ providerOpenUntil, consumerOpenUntil, hostedUntil, certificates }: GatesAhead, at: Date, until: Date): SoonerEnd | null {
  const ends: readonly SoonerEnd[] = [
    { why: 'closes', side: 'provider', at: providerOpenUntil }, { why: 'closes', side: 'consumer', at: consumerOpenUntil },
    { why: 'hosting', side: 'provider', at: hostedUntil }, { why: 'certificate', side: 'consumer', at: coveredUntil(certificates, at) },
  ];
  return ends.filter((end) => end.at > at && end.at < until).sort((one, other) => one.at.getTime() - other.at.getTime())[0] ?? null;
}

/** Until when one certificate or another holds without a gap. */
function coveredUntil(certificates: readonly Certificate[], at: Date): Date {
  let covered = at;
  for (const { from, until } of [...certificates].sort((one, other) => one.from.getTime() - other.from.getTime())) if (from <= covered && until > covered) covered = until;
  return covered;
}
