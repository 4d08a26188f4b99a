import { PUBLICATION_FORMAT, PUBLICATION_PATH, STOPS_FORMAT, STOPS_PATH, type PublicationTarget, type StopEntry, type StopsTarget } from '@accord/enforcement';
import { digestOf } from '@accord/kernel';
import { targetOf, type Target } from './target.js';

/** What a publication says; equal content makes no new one. */
export interface PublicationContent {
  readonly localities: Readonly<Record<string, string>>;
  /** Hash of callers.json. */
  readonly callers: string;
  readonly consumersDigest: string;
  /** Raw X25519 public key, base64: access events are sealed to it. */
  readonly sealKey: string;
}

/** Kept with a publication: what the next one compares with, and what people are told changed. */
export interface PublicationSummary {
  readonly contentDigest: string;
  readonly stopsDigest: string;
  readonly stopsChanged: boolean;
  /** Locality codes whose summary changed. */
  readonly localities: readonly string[];
  /** Consumers whose configuration changed. */
  readonly consumers: readonly string[];
}

/** One issued publication, as the next one needs to know it. */
export interface IssuedPublication {
  readonly number: number;
  readonly sha256: string;
  readonly stopList: number;
  readonly contentDigest: string;
  readonly stopsDigest: string;
}

export function contentDigestOf(content: PublicationContent): string {
  return digestOf(content);
}

export function stopsDigestOf(stops: readonly StopEntry[]): string {
  return digestOf(inOrder(stops));
}

/** `localities/publication.json`: numbered, and bound to the one before by its hash (R7). */
export function publicationTarget(number: number, previous: string, publishedAt: Date, stopList: number, content: PublicationContent): Target {
  return targetOf<PublicationTarget>(PUBLICATION_PATH, {
    format: PUBLICATION_FORMAT, number, previous, publishedAt: publishedAt.toISOString(), stopList, ...content,
  });
}

/** `stops/stops.json`: small, so that a withdrawal does not wait for anything large. */
export function stopsTarget(number: number, publishedAt: Date, stops: readonly StopEntry[]): Target {
  return targetOf<StopsTarget>(STOPS_PATH, { format: STOPS_FORMAT, number, publishedAt: publishedAt.toISOString(), entries: inOrder(stops) });
}

function inOrder(stops: readonly StopEntry[]): StopEntry[] {
  return stops.map((stop) => ({ id: stop.id, from: stop.from, scope: stop.scope })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
