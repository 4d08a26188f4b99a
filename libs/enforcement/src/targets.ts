import { parseCanonical } from './canonical-json.js';
import {
  CONSUMER_FORMAT, LOCALITY_FORMAT, MOST_VIEWS, PUBLICATION_FORMAT, STOPS_FORMAT,
  type AgreementSummary, type AgreementVersionSummary, type ConsumerService, type ConsumerTarget, type LocalityTarget,
  type PublicationTarget, type StopEntry, type StopScope, type StopsTarget, type SummaryCertificate, type SummaryConsumer,
  type SummaryPart, type SummaryParticipation, type SummarySystem,
} from './format.js';
import { dictionary, exactly, fields, instant, list, type Reader, sha256, text, unique, whole } from './reading.js';
import { Malformed } from './refusals.js';

// Codes become file names and index keys, so they hold no separator, dot-dot or control character.
const odsCode = text(/^[A-Za-z0-9]{1,20}$/, 'an ODS code');
const localityCode = text(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, 'a locality code');
const serviceCode = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a service code');
const viewCode = text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a view code');
const reference = text(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/, 'an agreement reference');
const identifier = text(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'an identifier');
const sealKey: Reader<string> = text(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'a 32-byte key in base64');
const previous: Reader<string> = text(/^(?:[0-9a-f]{64})?$/, 'a SHA-256 in lower-case hex, or nothing');

/** Numbers above this could only serve to block their successors. */
export const HIGHEST_NUMBER = 2_147_483_647;
const number = whole(1, HIGHEST_NUMBER);

const publication = fields<PublicationTarget>({
  format: exactly(PUBLICATION_FORMAT),
  number,
  previous,
  publishedAt: instant,
  stopList: whole(0, HIGHEST_NUMBER),
  sealKey,
  localities: dictionary(localityCode, sha256, 10_000),
  consumersDigest: sha256,
});

const certificate = fields<SummaryCertificate>({ sha256, from: instant, until: instant });
const system = fields<SummarySystem>({ id: identifier, certificates: list(certificate) });
const consumer = fields<SummaryConsumer>({ code: odsCode, systems: list(system) });
const participation = fields<SummaryParticipation>({ p: whole(0), from: instant, until: instant, evidence: sha256 });
const part = fields<SummaryPart>({
  c: whole(0), views: list(whole(0, MOST_VIEWS - 1), 0, MOST_VIEWS), from: instant, until: instant, evidence: sha256,
});
const pair: Reader<readonly [number, number]> = (value) => list(whole(0), 2, 2)(value) as unknown as readonly [number, number];
const version = fields<AgreementVersionSummary>({
  version: whole(1), providers: list(participation), consumers: list(part), without: list(pair),
});
const agreement = fields<AgreementSummary>({ reference, service: serviceCode, versions: list(version) });
const locality = fields<LocalityTarget>({
  format: exactly(LOCALITY_FORMAT),
  locality: localityCode,
  refuseAfterSeconds: whole(1, 366 * 86_400),
  services: dictionary(serviceCode, list(viewCode, 1, MOST_VIEWS), 1_000),
  consumers: list(consumer),
  providers: list(odsCode),
  agreements: list(agreement),
});

const scope = fields<StopScope>({
  agreement: reference, provider: odsCode, consumer: odsCode, service: serviceCode, views: list(viewCode, 1),
  system: identifier, locality: localityCode,
}, ['agreement', 'provider', 'consumer', 'service', 'views', 'system', 'locality']);
const stop = fields<StopEntry>({ id: identifier, from: instant, scope });
const stops = fields<StopsTarget>({ format: exactly(STOPS_FORMAT), number: whole(0, HIGHEST_NUMBER), publishedAt: instant, entries: list(stop) });

const consumerService = fields<ConsumerService>({ service: serviceCode, views: list(viewCode), providers: list(odsCode) });
const consumerTarget = fields<ConsumerTarget>({ format: exactly(CONSUMER_FORMAT), consumer: odsCode, services: list(consumerService) });

export function parsePublication(bytes: Uint8Array): PublicationTarget {
  const target = publication(parseCanonical(bytes));
  if ((target.number === 1) !== (target.previous === '')) throw new Malformed('must name its predecessor, unless it is number 1');
  return target;
}

export function parseStops(bytes: Uint8Array): StopsTarget {
  const target = stops(parseCanonical(bytes));
  unique(target.entries.map((entry) => entry.id), '.entries');
  return target;
}

export function parseConsumer(bytes: Uint8Array): ConsumerTarget {
  return consumerTarget(parseCanonical(bytes));
}

/** A locality's target whose every index points at something. */
export function parseLocality(bytes: Uint8Array): LocalityTarget {
  const target = locality(parseCanonical(bytes));
  unique(target.providers, '.providers');
  unique(target.consumers.map((each) => each.code), '.consumers');
  unique(target.agreements.map((each) => each.reference), '.agreements');
  for (const [code, views] of Object.entries(target.services)) unique(views, `.services[${code}]`);
  for (const each of target.agreements) {
    const views = Object.hasOwn(target.services, each.service) ? target.services[each.service] : undefined;
    if (views === undefined) throw new Malformed(`${each.reference} names a service that is not listed`);
    for (const one of each.versions) {
      checkIndexes(one, target.providers.length, target.consumers.length, views.length, `${each.reference} version ${one.version}`);
    }
  }
  return target;
}

function checkIndexes(version: AgreementVersionSummary, providers: number, consumers: number, views: number, where: string): void {
  const seenProviders = new Set<number>();
  for (const { p } of version.providers) {
    if (p >= providers || seenProviders.has(p)) throw new Malformed(`${where} points at no provider, or twice at one`);
    seenProviders.add(p);
  }
  const seenConsumers = new Set<number>();
  for (const { c, views: held } of version.consumers) {
    if (c >= consumers || seenConsumers.has(c)) throw new Malformed(`${where} points at no consumer, or twice at one`);
    seenConsumers.add(c);
    if (new Set(held).size !== held.length || held.some((view) => view >= views)) throw new Malformed(`${where} points at no view, or twice at one`);
  }
  for (const [p, c] of version.without) {
    if (!seenProviders.has(p) || !seenConsumers.has(c)) throw new Malformed(`${where} leaves out a pair that it does not have`);
  }
}
