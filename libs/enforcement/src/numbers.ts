import { delegation, refuseBackwards } from './demands.js';
import { PUBLICATION_PATH, STOPS_PATH, type PublicationTarget, type StopsTarget } from './format.js';
import type { Envelope, Snapshot, Targets } from './metadata.js';
import { UpdateRefused } from './refusals.js';
import { publicKeysOf } from './signatures.js';
import type { Authors, Floors } from './trust.js';
import type { Generation, Taken, Verified } from './verified.js';

/** What may follow what: numbers only rise, one number is one content, and the next publication carries the hash of the last. */
export class Numbers {
  private readonly isNewHand: Readonly<Record<keyof Authors, boolean>>;

  /** @param authors the keys that sign these numbers now; those before them do not bind, once the offline role has replaced them all */
  constructor(private readonly floors: Floors, before: Authors, readonly authors: Authors) {
    this.isNewHand = { localities: replaced(before.localities, authors.localities), stops: replaced(before.stops, authors.stops) };
  }

  /** By whom this targets file has them signed, after what was believed before. */
  static after({ floors, authors }: { readonly floors: Floors; readonly authors: Authors }, targets: Targets): Numbers {
    return new Numbers(floors, authors, {
      localities: publicKeysOf(delegation(targets, PUBLICATION_PATH, 'localities')), stops: publicKeysOf(delegation(targets, STOPS_PATH, 'stops')),
    });
  }

  refusePublication({ sha256, target }: Taken<PublicationTarget>): void {
    if (this.isNewHand.localities) return;
    const { publication: floor, publicationHash } = this.floors;
    refuseBackwards(PUBLICATION_PATH, target.number, floor);
    if (target.number === floor && floor > 0 && sha256 !== publicationHash) {
      throw new UpdateRefused('MIX_AND_MATCH', PUBLICATION_PATH, 'a second content under the same number');
    }
    if (target.number === floor + 1 && floor > 0 && target.previous !== publicationHash) {
      throw new UpdateRefused('CHAIN_BROKEN', PUBLICATION_PATH, 'does not carry the hash of the publication before it');
    }
  }

  refuseStops({ sha256, target }: Taken<StopsTarget>, publication: PublicationTarget): void {
    if (!this.isNewHand.stops) {
      const { stopList: floor, stopListHash } = this.floors;
      refuseBackwards(STOPS_PATH, target.number, floor);
      if (target.number === floor && stopListHash !== '' && sha256 !== stopListHash) {
        throw new UpdateRefused('MIX_AND_MATCH', STOPS_PATH, 'a second content under the same number');
      }
    }
    if (target.number < publication.stopList) {
      throw new UpdateRefused('MIX_AND_MATCH', STOPS_PATH, 'is older than the one that publication.json was compiled with');
    }
  }
}

/** The floors that this content sets. */
export function floorsOf({ publication, publicationHash, stops, stopsHash }: Verified): Pick<Floors, 'publication' | 'publicationHash' | 'stopList' | 'stopListHash'> {
  return { publication: publication.number, publicationHash, stopList: stops.number, stopListHash: stopsHash };
}

/** The versions held, where floors are not above them already: their last write may have been cut short. */
export function versionsAbove(floors: Floors, { timestamp, snapshot }: Generation): Pick<Floors, 'timestamp' | 'snapshot' | 'roles'> {
  const roles = Object.entries(rolesOf(snapshot)).map(([role, version]) => [role, Math.max(version, floors.roles[role] ?? 0)] as const);
  return {
    timestamp: Math.max(timestamp.signed.version, floors.timestamp), snapshot: Math.max(snapshot.signed.version, floors.snapshot),
    roles: { ...floors.roles, ...Object.fromEntries(roles) },
  };
}

/** The version of every role that a snapshot lists. */
export function rolesOf(snapshot: Envelope<Snapshot>): Record<string, number> {
  return Object.fromEntries(Object.entries(snapshot.signed.meta).map(([name, entry]) => [name.slice(0, -'.json'.length), entry.version]));
}

function replaced(before: readonly string[], after: readonly string[]): boolean {
  return before.length > 0 && !before.some((key) => after.includes(key));
}
