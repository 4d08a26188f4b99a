import { parseCanonical } from './canonical-json.js';
import {
  CALLERS_FORMAT, CONSUMER_FORMAT, LOCALITY_FORMAT, MOST_ROWS, MOST_VIEWS, PUBLICATION_FORMAT, STOPS_FORMAT,
  type CallersTarget, type ConsumerService, type ConsumerShare, type ConsumerTarget, type LocalityTarget, type PublicationTarget, type StopEntry, type StopScope,
  type StopsTarget, type SummaryCertificate, type SummaryConsumer, type SummarySystem,
} from './format.js';
import { columnsOf, numbers } from './columns.js';
import { ascending, dictionary, digests, exactly, fields, instant, list, type Reader, sha256, text, unique, whole } from './reading.js';
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

/** The years 1000 to 9999, which instants elsewhere can be written in. */
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(10_000, 0, 1) - 1;

const publication = fields<PublicationTarget>({
  format: exactly(PUBLICATION_FORMAT),
  number,
  previous,
  publishedAt: instant,
  stopList: whole(0, HIGHEST_NUMBER),
  sealKey,
  localities: dictionary(localityCode, sha256, 10_000),
  callers: sha256,
  consumersDigest: sha256,
});

const certificate = fields<SummaryCertificate>({ sha256, from: instant, until: instant });
const system = fields<SummarySystem>({ id: identifier, certificates: list(certificate) });
const consumer = fields<SummaryConsumer>({ code: odsCode, systems: list(system) });
const callers = fields<CallersTarget>({ format: exactly(CALLERS_FORMAT), consumers: list(consumer) });
const locality = fields<LocalityTarget>({
  format: exactly(LOCALITY_FORMAT),
  locality: localityCode,
  refuseAfterSeconds: whole(1, 366 * 86_400),
  services: dictionary(serviceCode, list(viewCode, 1, MOST_VIEWS), 1_000),
  providers: list(odsCode, 0, MOST_ROWS),
  consumers: fields<LocalityTarget['consumers']>({ codes: list(odsCode, 0, MOST_ROWS), views: numbers(0, 2 ** MOST_VIEWS - 1) }),
  agreements: fields<LocalityTarget['agreements']>({
    references: list(reference, 0, MOST_ROWS), services: numbers(0, 999), versions: numbers(1), evidence: digests, blocks: numbers(0, MOST_ROWS),
  }),
  blocks: fields<LocalityTarget['blocks']>({
    from: numbers(EARLIEST, LATEST), until: numbers(EARLIEST, LATEST),
    providers: list(numbers(0, MOST_ROWS), 0, MOST_ROWS), consumers: list(numbers(0, MOST_ROWS), 0, MOST_ROWS),
  }),
});

const scope = fields<StopScope>({
  agreement: reference, provider: odsCode, consumer: odsCode, service: serviceCode, views: list(viewCode, 1),
  system: identifier, locality: localityCode,
}, ['agreement', 'provider', 'consumer', 'service', 'views', 'system', 'locality']);
const stop = fields<StopEntry>({ id: identifier, from: instant, scope });
const stops = fields<StopsTarget>({ format: exactly(STOPS_FORMAT), number: whole(0, HIGHEST_NUMBER), publishedAt: instant, entries: list(stop) });

const consumerShare = fields<ConsumerShare>({ from: instant, until: instant, views: list(viewCode, 1, MOST_VIEWS), providers: list(odsCode, 1, MOST_ROWS) });
const consumerService = fields<ConsumerService>({ service: serviceCode, shares: list(consumerShare, 1) });
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
  const target = consumerTarget(parseCanonical(bytes));
  ascending(target.services.map(({ service }) => service), '.services');
  for (const { service, shares } of target.services) {
    for (const { from, until, views, providers } of shares) {
      if (from >= until) throw new Malformed('ends before it begins', `.services[${service}]`);
      unique(views, `.services[${service}].views`);
      ascending(providers, `.services[${service}].providers`);
    }
  }
  return target;
}

export function parseCallers(bytes: Uint8Array): CallersTarget {
  const target = callers(parseCanonical(bytes));
  ascending(target.consumers.map(({ code }) => code), '.consumers');
  return target;
}

/** A locality's target whose every position points at something, and nothing twice. */
export function parseLocality(bytes: Uint8Array): LocalityTarget {
  const target = locality(parseCanonical(bytes));
  for (const [code, views] of Object.entries(target.services)) unique(views, `.services[${code}]`);
  ascending(target.providers, '.providers');
  columnsOf(target);
  return target;
}
