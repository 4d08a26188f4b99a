import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { defineMessages, messageFor, type MessageParams } from '@accord/kernel';
import type { Tally } from './agreement-words.js';

// The words alone: what draws them needs a browser.
jest.unstable_mockModule('@accord/kernel/admin', () => ({
  screenMessages: (_of: string, sentences: Readonly<Record<string, string>>) => {
    defineMessages(sentences);
    return (key: string, params?: MessageParams) => messageFor(key, params);
  },
  countOf: (amount: number, one: string) => `${amount} ${one}${amount === 1 ? '' : 's'}`,
  dayInProse: (day: string) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'long' }).format(Date.parse(day)),
  inWords: (code: string) => code.replaceAll(/[-.]/g, ' ').replace(/^./, (first) => first.toUpperCase()),
}));
const words = await import('./agreement-words.js');
const values = await import('./draft-values.js');
const history = await import('./history-words.js');

const provider = (state: string, parties: number): Tally => ({ side: 'provider', state, parties });
const consumer = (state: string, parties: number): Tally => ({ side: 'consumer', state, parties });
const standing = (state: string, tally: readonly Tally[] = [], expired = false) => ({ state, expired, localityName: 'Aldermoor', openedAt: '2026-03-02T09:00:00Z', reviewOn: '2027-03-01', endsOn: '2028-02-29', tally });

describe('what is next of an agreement, and who has it', () => {
  it.each<[string, ReturnType<typeof standing>, readonly string[]]>([
    ['a draft waits for an officer to open it', standing('draft'), ['Open it for signing']],
    ['one just opened waits for both sides', standing('open', [provider('invited', 2), consumer('invited', 1)]), ['2 practices to sign', '1 viewing organisation to accept']],
    ['what staff can do comes before what others do', standing('open', [provider('invited', 1), provider('signed', 1), consumer('accepted', 2)]), ['Check what 1 practice and 2 viewing organisations handed in', '1 practice to sign']],
    ['one closed waits for nobody to sign', standing('closed', [provider('invited', 3), provider('approved', 1)]), ['1 practice to go live once every condition is met']],
    ['what was approved for a change of views waits for nobody but its cut-over', standing('open', [provider('live', 2), provider(words.renewalState({ state: 'approved', proposalState: 'running' }), 2)]), ['2 practices to go over with the cut-over of a change of views']],
    ['what was approved for it after the cut-over goes over as any words', standing('open', [provider(words.renewalState({ state: 'approved', proposalState: 'cut-over' }), 1)]), ['1 practice to go live once every condition is met']],
    ['one all live waits for its review', standing('open', [provider('live', 2), consumer('live', 1)]), ['Review by 1 March 2027']],
    ['one past its last day waits for nothing', standing('open', [provider('invited', 2)], true), ['Nothing waits']],
    ['one ended waits for nothing', standing('ended', [provider('live', 2)]), ['Nothing waits']],
  ])('%s', (_what, agreement, steps) => expect(words.nextSteps(agreement).map(({ step }) => step)).toEqual(steps));

  it('is told part by part where that is known: submitted waits for the approver, a missing gate for whoever has it, what is over for nobody', () => {
    const part = (state: string, does: string, who: string | null) => ({ side: 'provider' as const, state, next: { does, who } });
    const told = [part('invited', 'Sign', 'its signatory'), part('approved', 'Meet what is missing', 'the viewing organisation'), part('verified', 'Approve', 'an approver'), part('verified', 'Approve', 'an approver'), { side: 'provider' as const, state: 'declined', next: null }];
    expect(words.stepsTold(standing('open'), told)).toEqual([{ step: 'Approve: 2 practices', who: 'an approver' }, { step: 'Meet what is missing: 1 practice', who: 'the viewing organisation' }, { step: 'Sign: 1 practice', who: 'its signatory' }]);
    expect(words.stepsTold(standing('closed'), told.slice(0, 1)).map(({ step }) => step)).toEqual(['Review by 1 March 2027']);
  });

  it('counts neither who declined nor who withdrew among those that take part', () => {
    expect(words.standingSentence(standing('open', [provider('live', 8), provider('invited', 12), provider('declined', 1), provider('withdrawn', 1), consumer('left', 1)]))).toContain('8 of 20 practices live; 0 of 0 viewing organisations live.');
  });

  it('says that some go on by an earlier version, whose last day is not the one named', () => {
    const amended = { ...standing('open', [provider('live', 2)]), versionNumber: 2, parties: [{ state: 'live', versionNumber: 1 }, { state: 'live', versionNumber: 2 }, { state: 'withdrawn', versionNumber: 1 }] };
    expect(words.standingSentence(amended)).toContain('That is version 2. Live by an earlier one, with its own last day: 1 organisation.');
    expect(words.standingSentence({ ...amended, versionNumber: 1 })).not.toContain('That is version');
  });

  it.each([
    ['live in one that is open', 'open', false, 'live', 'Live'], ['live in one that was ended', 'ended', false, 'live', 'Ended with the agreement'], ['suspended in one past its last day', 'closed', true, 'suspended', 'Ended with the agreement'],
    ['gone before it ended', 'ended', false, 'withdrawn', 'Withdrawn'],
  ])('calls a part as it stands: %s', (_what, state, expired, part, said) => expect(words.partStateIn({ state, expired }, part).words).toBe(said));

  it('names the state in words, and says past its last day only of what was open', () => {
    expect([words.agreementState(standing('open')).words, words.agreementState(standing('closed', [], true)).words, words.agreementState(standing('draft', [], true)).words]).toEqual(['Open for signing', 'Past its last day', 'Draft']);
    expect(words.standingSentence(standing('open', [provider('live', 62), provider('invited', 2), consumer('live', 1)]))).toContain('62 of 64 practices live; 1 of 1 viewing organisation live.');
  });
});

describe('the history', () => {
  const change = (over: Partial<Parameters<typeof history.folded>[0][number]>) => ({ id: 'x', recordedAt: '2026-03-02T09:00:00Z', type: 'agreement.edited', subject: 's', outcome: 'done', refusalCode: null, actorName: 'Carys', duty: 'activation-officer', odsCode: null, reason: null, details: '{}', ...over });
  const said = (over: Parameters<typeof change>[0]): string => history.changeSentence({ ...change(over), times: 1 }, (code) => `Elm Road (${code})`);

  it('names what was suspended and resumes, where it is known', () => {
    const entry = (type: string) => ({ ...change({ type, subject: 'stop' }), times: 1 });
    const of = (type: string): string => history.changeSentence(entry(type), String, (id) => (id === 'stop' ? 'Elm Road with Nightdesk' : undefined));
    expect(['stop.withdrawn-from', 'stop.imposed', 'stop.resume-asked', 'stop.lifted'].map(of)).toEqual(['Stopped Elm Road with Nightdesk for good', 'Suspended Elm Road with Nightdesk', 'Asked to resume Elm Road with Nightdesk', 'Confirmed that Elm Road with Nightdesk resumes']);
    expect(history.changeSentence(entry('stop.lifted'), String)).toBe('Confirmed that it resumes');
  });

  it('folds what one person saved several times in a row, and nothing else', () => {
    const entries = history.folded([change({}), change({}), change({ actorName: 'Dev' }), change({ type: 'agreement.drafted' }), change({ type: 'agreement.drafted' })]);
    expect(entries.map(({ actorName, type, times }) => [actorName, type, times])).toEqual([['Carys', 'agreement.edited', 2], ['Dev', 'agreement.edited', 1], ['Carys', 'agreement.drafted', 1], ['Carys', 'agreement.drafted', 1]]);
    expect(history.changeSentence(entries[0]!, String)).toBe('Edited the draft, 2 times in a row');
  });

  it.each([
    [{ type: 'participation.signed', odsCode: 'TSTP01' }, 'Signed for Elm Road (TSTP01)'], [{ type: 'agreement.open', outcome: 'refused', refusalCode: 'STALE' }, 'Tried to open, and was refused: it had been changed meanwhile'],
    [{ type: 'agreement.opened', details: '{"providers":24,"consumers":4}' }, 'Opened it for signing: 24 practices and 4 viewing organisations were asked'], [{ type: 'something.quite-new', odsCode: 'TSTP01' }, 'Something quite new: Elm Road (TSTP01)'],
    [{ type: 'view-set.proposed', details: '{"number":3,"asked":7}' }, 'Proposed other views for a viewing organisation, in version 3: 7 organisations were asked to sign again'],
  ])('says %j in words', (over, sentence) => expect(said(over)).toBe(sentence));

  it('has a sentence for every change that the server records of an agreement', () => {
    const libs = join(import.meta.dirname, '../../..');
    const sources = ['activations', 'agreements', 'evidence', 'views'].map((lib) => join(libs, lib, 'src/server')).flatMap((from) => readdirSync(from, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')).map((name) => readFileSync(join(from, name), 'utf8')));
    // A change is named by what was done, an act by what is asked: `act: 'agreement.open'`.
    const written = sources.flatMap((text) => [...text.matchAll(/(act: (?:[^,]*\? )?(?:'[^']*' : )?)?'((?:agreement|amendment|participation|part|view-set|activation|stop|evidence)\.[a-z-]+)'/g)].filter(([, act]) => act === undefined).map(([, , type]) => type!));
    const ofEitherSide = sources.flatMap((text) => [...text.matchAll(/type: `\$\{event\}\.([a-z-]+)`/g)].flatMap(([, done]) => [`participation.${done}`, `part.${done}`]));
    const told = [...new Set([...written, ...ofEitherSide])].sort();
    expect(told.length).toBeGreaterThan(30);
    expect(told.filter((type) => !(type in history.SENTENCES))).toEqual([]);
  });
});

describe('a draft', () => {
  const whole = () => ({
    ...values.emptyDraft('L', 'DCR'), reference: 'DCR-1-A', title: 'T', purpose: 'P', providers: ['TSTP01'], consumers: [{ odsCode: 'TSTV01', name: 'Hospice', views: ['summary'] }], beginsOn: '2026-01-01', reviewOn: '2026-02-01', endsOn: '2026-03-01',
  });
  const agreed = (differs: boolean) => [{ odsCode: 'TSTV01', views: ['summary', 'medication'], reference: 'DCR-OLD', agreementId: null, differs }];

  it('that is whole has no fault, also where the same views are agreed already', () => expect([values.faultsOf(whole(), [], true), values.faultsOf(whole(), agreed(false), true)]).toEqual([[], []]));

  it.each<[string, Partial<ReturnType<typeof whole>>, string]>([
    ['without a practice', { providers: [] }, 'find-providers'], ['with a viewer that sees nothing', { consumers: [{ odsCode: 'TSTV01', name: 'Hospice', views: [] }] }, 'consumer-TSTV01'],
    ['whose viewer shares too', { providers: ['TSTV01'] }, 'consumer-TSTV01'], ['that ends before it begins', { endsOn: '2025-01-01' }, 'endsOn'], ['reviewed before it begins', { reviewOn: '2025-01-01' }, 'reviewOn'],
    ['of a secondary use with the standard clauses', { purposeClass: 'secondary' }, 'ownClauses-choice'], ['with empty clauses of its own', { hasOwnClauses: true, ownClauses: ' \n\n ' }, 'ownClauses'], ['under a reference with a space', { reference: 'A B C D' }, 'reference'],
  ])('%s is told so at its field', (_what, over, field) => expect(values.faultsOf({ ...whole(), ...over }, [], true).map((fault) => fault.field)).toEqual([field]));

  it('that collides names the agreement it collides with, at the viewer (R1)', () => {
    expect(values.faultsOf(whole(), agreed(true), true)).toEqual([{ field: 'consumer-TSTV01', says: 'Hospice already sees other views, agreed in DCR-OLD' }]);
  });
});
