import type { StopFacts } from './party-facts.js';
import { stopWords } from './stop-words.js';

/** Whom and what one stop reaches, in words. */
export function stopName(stop: StopFacts): string {
  const name = stop.organisationName ?? '';
  const viewer = stop.consumerName ?? name;
  const reference = stop.agreementReference ?? '';
  switch (stop.scopeKind) {
    case 'pair': return stopWords('ofPair', { name, viewer });
    case 'provider': return stopWords('ofProvider', { name });
    case 'consumer': return stopWords('ofConsumer', { name });
    case 'system': return stopWords('ofSystem', { system: stop.systemName ?? stopWords('aSystem'), viewer });
    case 'view': return stopWords('ofView', { views: (stop.viewNames ?? []).join(', '), viewer });
    case 'agreement': return stopWords('ofAgreement', { reference });
    case 'locality': return stopWords('ofLocality', { name: stop.localityName ?? '' });
    default: return name === '' ? stopWords('everybody') : name;
  }
}

/** Whose staff handle it: the locality it names, or any in which its organisation takes part. */
export const handledBy = (stop: StopFacts): string => stop.localityName ?? stopWords('anyLocality');
