import { describe, expect, it } from '@jest/globals';
import type { ComingThing, WaitingThing } from '@accord/home';
import type { LocalityId, OdsCode } from '@accord/kernel';
import { comingKey, USUAL_CHOICES, waitingKey, type PlannedLetter, type ReminderChoices } from '../../contract/index.js';
import { letterAsHtml } from './letter-as-html.js';
import { letterAsText } from './letter-as-text.js';
import { letterOf, type SeatTray } from './letter.js';

const TODAY = '2026-03-02';
const ORIGIN = 'https://accord.example.test';
const review: ComingThing = { kind: 'review', subjectId: 'a1', about: 'DCR-TST-0001, Sharing in Aldermoor', onDay: '2026-04-01' };
const waits = (given: Partial<WaitingThing> = {}): WaitingThing => ({ kind: 'sign', subjectId: 'p1', agreementId: 'a1', about: 'DCR-TST-0001, Sharing', odsCode: 'TSTP01', count: 1, since: new Date('2026-02-27T09:00:00Z'), dueOn: null, ...given });
const tray = (given: Partial<SeatTray> = {}): SeatTray => ({
  seat: { duty: 'signatory', odsCode: 'TSTP01' as OdsCode, organisationName: 'Elm Road Surgery', localities: [] }, duty: 'signatory', waiting: [], coming: [], standing: { organisation: null, localities: [] }, ...given,
});
const letter = (planned: PlannedLetter, trays: readonly SeatTray[], choices: ReminderChoices = USUAL_CHOICES) => letterOf({ planned, trays, choices, today: TODAY, origin: ORIGIN });
const tells = (...things: string[]): PlannedLetter => ({ kind: 'reminders', tells: things.map((thing) => ({ thing, stage: 30 })) });
const weekly: PlannedLetter = { kind: 'weekly', tells: [{ thing: 'weekly:2026-03-02', stage: 0 }] };

describe('A mail of reminders', () => {
  it('says what, when, and where it leads, in both forms', () => {
    const found = letter(tells(comingKey(review)), [tray({ coming: [review] })])!;
    expect(found.subject).toBe('Accord: 1 reminder');
    const text = letterAsText(found);
    expect(text).toContain('SIGNATORY, ELM ROAD SURGERY (TSTP01)');
    expect(text).toContain('* Review of DCR-TST-0001, Sharing in Aldermoor: in 30 days, on 1 April 2026\n  https://accord.example.test/agreements/a1');
    expect(letterAsHtml(found)).toContain('<li><a href="https://accord.example.test/agreements/a1">Review of DCR-TST-0001, Sharing in Aldermoor: in 30 days, on 1 April 2026</a></li>');
    expect(text).toContain(`${ORIGIN}/reminders`);
  });

  it('tells a review that is overdue as such', () => {
    const late = waits({ kind: 'review-late', subjectId: 'a1', dueOn: '2026-02-25', since: new Date('2026-02-26T00:00:00Z') });
    expect(letterAsText(letter(tells(waitingKey(late, TODAY)), [tray({ waiting: [late] })])!)).toContain('* The review of DCR-TST-0001, Sharing is overdue, due 5 days ago, on 25 February 2026');
  });

  it('is none where nothing of it is left to see: it was reviewed meanwhile, or is no longer theirs', () => {
    expect(letter(tells(comingKey(review)), [tray()])).toBeNull();
    expect(letter(tells(comingKey(review)), [])).toBeNull();
  });

  it('tells somebody in two duties of one thing once', () => {
    const both = letter(tells(comingKey(review)), [tray({ coming: [review] }), tray({ duty: 'practice-governance-lead', coming: [review] })])!;
    expect(both.seats).toHaveLength(1);
    expect(both.subject).toBe('Accord: 1 reminder');
  });
});

describe('The mail of the week', () => {
  it('is Home: what waits, what has waited long first, what comes, and how sharing stands', () => {
    const locality = { localityId: 'l' as LocalityId, name: 'Aldermoor', practices: 3, live: 2, suspended: 0, viewers: 1, lastChangeAt: new Date('2026-03-01T10:00:00Z') };
    const text = letterAsText(letter(weekly, [tray({ waiting: [waits({ subjectId: 'old', about: 'The old one', since: new Date('2026-02-10T09:00:00Z') }), waits()], coming: [review], standing: { organisation: null, localities: [locality] } })])!);
    expect([...text.matchAll(/^(?:Waiting for more than 14 days|Waiting for you|Coming up|How sharing stands)$/gm)].map(([title]) => title)).toEqual(['Waiting for more than 14 days', 'Waiting for you', 'Coming up', 'How sharing stands']);
    expect(text).toContain('* Read and sign The old one: waits for 20 days\n  https://accord.example.test/agreements/a1/sign/old');
    expect(text).toContain('* Aldermoor: 2 of 3 practices live, and 1 viewing organisation. Last change 1 March 2026.');
  });

  it('says so where nothing waits, and leaves out what is not wanted', () => {
    expect(letter(weekly, [tray()])).toMatchObject({ subject: 'Accord: your week, nothing waits for you', sentence: 'Nothing waits for you.', seats: [] });
    expect(letter(weekly, [tray({ waiting: [waits()], coming: [review] })], { ...USUAL_CHOICES, waiting: 'never', reviews: 'never' })!.seats).toEqual([]);
  });

  it('shows 25 in a list, and how many more there are', () => {
    const many = Array.from({ length: 40 }, (_each, at) => waits({ subjectId: `p${at}` }));
    const found = letter(weekly, [tray({ waiting: many })])!;
    expect(found.seats[0]!.sections[0]).toMatchObject({ more: 15 });
    expect([letterAsText(found), letterAsHtml(found)].map((form) => form.includes('and 15 more, on Home'))).toEqual([true, true]);
  });
});

describe('What people wrote', () => {
  const hostile = { ...review, about: '<img src="https://evil.example/x.png">\r\nBcc: all@example.test\r\n\r\n<script>alert(1)</script> 999 000 0018' };

  it('stays text: no tag, no line of its own, and no number of a patient', () => {
    const found = letter(tells(comingKey(hostile)), [tray({ coming: [hostile], seat: { ...tray().seat, organisationName: '"><b>Elm' } })])!;
    const html = letterAsHtml(found);
    expect(html).not.toMatch(/<img|<script|<b>/);
    expect(html).toContain('&lt;img src=&quot;');
    const text = letterAsText(found);
    expect(text).not.toMatch(/^Bcc:/m);
    for (const form of [html, text]) expect(form).not.toContain('0018');
    expect(found.subject).toBe('Accord: 1 reminder');
  });

  it('never makes a mail fetch anything', () => {
    expect(letterAsHtml(letter(tells(comingKey(hostile)), [tray({ coming: [hostile] })])!)).not.toMatch(/<(?:img|link|script|iframe|object|video|audio|source)\b|url\(|@import|\bsrc="/i);
  });
});
