import { dayInProse, DUTY_WORDS, isDuty, messageFor } from '@accord/kernel';
import type { StopOnRecord } from '@accord/agreements';
import type { PaperPart, SealedPaper } from '@accord/evidence';
import '../../contract/statement-messages.js';

/** A gateway as the statement names it. */
export interface GatewayOnStatement {
  readonly code: string;
  readonly name: string;
  readonly reachedAt: Date | null;
  readonly reachedPublication: number | null;
  readonly reachedStopList: number | null;
  readonly seenAt: Date | null;
  readonly refusesAt: Date | null;
}

/** How far the gateways are; null where it was never announced to any. */
export interface StandingOnStatement {
  readonly publication: number | null;
  readonly stopList: number | null;
  readonly applied: readonly GatewayOnStatement[];
  readonly waiting: readonly GatewayOnStatement[];
  /** They hold nothing to permit by, so they are not waited for. */
  readonly neverGiven: readonly GatewayOnStatement[];
  readonly complete: boolean;
}

const say = messageFor;

/** What whoever stopped a sharing takes away: what, by whom, and which gateways have applied it at a moment and which have not. */
export function stopStatement(stop: StopOnRecord, standing: StandingOnStatement | null, at: Date): SealedPaper {
  return {
    title: say(`STATEMENT_TITLE_${stop.kind.toUpperCase()}`), madeAt: at,
    parts: [
      { kind: 'heading', text: say('STATEMENT_WHAT') }, { kind: 'fields', rows: whatStopped(stop) },
      { kind: 'heading', text: say('STATEMENT_STANDING') }, { kind: 'paragraph', text: say('STATEMENT_MADE', { at: inLondon(at) }) },
      { kind: 'paragraph', text: inOneSentence(standing), isBold: true },
      ...(standing?.publication == null ? [] : [{ kind: 'fields', rows: [[say('STATEMENT_FIRST_SHOWN'), numbers(standing.publication, standing.stopList)]] } as const]),
      ...gateways('STATEMENT_APPLIED', [say('STATEMENT_GATEWAY'), say('STATEMENT_NUMBERS'), say('STATEMENT_APPLIED_AT')], (standing?.applied ?? []).map((gateway) => [
        named(gateway.name, gateway.code), numbers(gateway.reachedPublication, gateway.reachedStopList), gateway.reachedAt === null ? '' : inLondon(gateway.reachedAt)])),
      ...gateways('STATEMENT_WAITING', [say('STATEMENT_GATEWAY'), say('STATEMENT_LAST_HEARD'), say('STATEMENT_REFUSES_AT')], (standing?.waiting ?? []).map((gateway) => [
        named(gateway.name, gateway.code), gateway.seenAt === null ? '' : inLondon(gateway.seenAt), refusal(gateway, at)])),
      ...neverGiven(standing?.neverGiven ?? []),
    ],
  };
}

function whatStopped(stop: StopOnRecord): readonly (readonly [string, string])[] {
  const rows: readonly (readonly [string, string | null])[] = [
    ['STATEMENT_KIND', say(`STATEMENT_KIND_${stop.kind.toUpperCase()}`)],
    ['STATEMENT_SCOPE', say(`STATEMENT_SCOPE_${stop.scopeKind.toUpperCase()}`)],
    ['STATEMENT_PROVIDER', stop.providerOdsCode === null ? null : named(stop.providerName ?? '', stop.providerOdsCode)],
    ['STATEMENT_CONSUMER', stop.consumerOdsCode === null ? null : named(stop.consumerName ?? '', stop.consumerOdsCode)],
    ['STATEMENT_SYSTEM', stop.systemName],
    ['STATEMENT_VIEWS', stop.viewNames === null ? null : stop.viewNames.join(', ')],
    ['STATEMENT_AGREEMENT', stop.agreementReference],
    ['STATEMENT_SERVICE', stop.serviceName],
    ['STATEMENT_LOCALITY', stop.localityName === null ? null : named(stop.localityName, stop.localityCode ?? '')],
    ['STATEMENT_SINCE', inLondon(stop.fromAt)],
    ['STATEMENT_BY', say('STATEMENT_BY_DUTY', { name: stop.imposedBy ?? say('STATEMENT_BY_SOMEBODY'), duty: isDuty(stop.imposedDuty) ? DUTY_WORDS[stop.imposedDuty] : stop.imposedDuty })],
    ['STATEMENT_FOR', stop.imposedFor === null ? null : named((stop.imposedFor === stop.consumerOdsCode ? stop.consumerName : stop.providerName) ?? '', stop.imposedFor)],
    ['STATEMENT_INSTRUCTION', byLetter(stop.instruction)],
    ['STATEMENT_REASON', stop.reason],
    ['STATEMENT_LIFTED', stop.liftedAt === null ? null : inLondon(stop.liftedAt)],
    ['STATEMENT_ENTRY', stop.id],
  ];
  return rows.flatMap(([label, text]) => (text === null || text === '' ? [] : [[say(label), text] as const]));
}

function byLetter(letter: StopOnRecord['instruction']): string | null {
  if (letter === null) return null;
  const somebody = say('STATEMENT_BY_SOMEBODY');
  return say(letter.page === null ? 'STATEMENT_LETTER' : 'STATEMENT_LETTER_PAGE', {
    day: dayInProse(letter.signedOn), page: letter.page, evidence: letter.evidenceId, sha256: letter.sha256, recorder: letter.recordedBy ?? somebody, verifier: letter.verifiedBy ?? somebody,
  });
}

function inOneSentence(standing: StandingOnStatement | null): string {
  if (standing?.publication == null) return say('STATEMENT_UNPUBLISHED');
  const [waiting, all] = [standing.waiting.length, standing.waiting.length + standing.applied.length];
  if (all === 0) return say(standing.neverGiven.length === 0 ? 'STATEMENT_NOBODY' : 'STATEMENT_NOBODY_GIVEN');
  return standing.complete ? say('STATEMENT_COMPLETE') : say('STATEMENT_NOT_COMPLETE', { waiting, all });
}

function gateways(heading: string, head: readonly string[], rows: readonly (readonly string[])[]): readonly PaperPart[] {
  return rows.length === 0 ? [] : [{ kind: 'heading', text: say(heading) }, { kind: 'table', widths: [193, 130, 160], head, rows }];
}

function neverGiven(rows: readonly GatewayOnStatement[]): readonly PaperPart[] {
  const text = say('STATEMENT_NEVER_GIVEN_SAYS', { gateways: rows.map(({ name, code }) => named(name, code)).join(', ') });
  return rows.length === 0 ? [] : [{ kind: 'heading', text: say('STATEMENT_NEVER_GIVEN') }, { kind: 'paragraph', text }];
}

function refusal({ refusesAt }: GatewayOnStatement, at: Date): string {
  if (refusesAt === null) return say('STATEMENT_NOT_KNOWN');
  return refusesAt <= at ? say('STATEMENT_REFUSING', { at: inLondon(refusesAt) }) : inLondon(refusesAt);
}

const named = (name: string, code: string): string => say('STATEMENT_NAME', { name, code });

const numbers = (publication: number | null, stopList: number | null): string => say('STATEMENT_PUBLICATION', { publication, stopList });

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23', timeZoneName: 'short',
});

/** "6 August 2026 at 10:04:05.123 BST". */
export function inLondon(at: Date): string {
  return clock.format(at);
}
