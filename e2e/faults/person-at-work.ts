import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Visitor } from '@accord/people/testing';
import type { Act, Diary } from './diary.js';
import type { Deed } from './reference-model.js';

/** The product was asked again and again, and nobody answered. */
export class NobodyAnswers extends Error {}

export type Answer<Data> = { readonly kind: 'data'; readonly data: Data } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'lost'; readonly why: string };

/** What says nothing about whether the act was done. */
const NO_ANSWER = new Set(['INTERNAL', 'OUT_OF_REACH', 'REQUEST_OVER', 'UNAVAILABLE', 'RATE_LIMITED']);
const LONGEST_ANSWER = 20_000;
const PATIENCE = 90_000;

/** Somebody who acts through GraphQL, and who repeats under the same key what nobody answered. */
export class PersonAtWork {
  private visitor: Visitor;
  private enteredAt = 0;

  private constructor(private readonly origin: string, private readonly name: string, private readonly diary: Diary) {
    this.visitor = new Visitor(origin);
  }

  static async enter(origin: string, name: string, diary: Diary): Promise<PersonAtWork> {
    const person = new PersonAtWork(origin, name, diary);
    await person.signIn();
    return person;
  }

  /** Asks until somebody answers. */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const answer = await this.untilAnswered<Data>(query, variables);
    if (answer.kind === 'refused') throw new NobodyAnswers(`${query.slice(0, 60)} was refused: ${answer.code}`);
    return answer.data;
  }

  /** The same, where a refusal is an answer too. */
  async untilAnswered<Data>(query: string, variables: Readonly<Record<string, unknown>>, lost: (why: string) => Promise<void> = () => Promise.resolve()): Promise<Exclude<Answer<Data>, { kind: 'lost' }>> {
    if (performance.now() - this.enteredAt > 240_000) await this.signIn(); // a step-up is good for five minutes
    const began = performance.now();
    for (;;) {
      const answer = await this.once<Data>(query, variables);
      if (answer.kind !== 'lost') return answer;
      if (performance.now() - began > PATIENCE) throw new NobodyAnswers(`${this.name} waited ${PATIENCE / 1000} s for ${query.slice(0, 60)}: ${answer.why}`);
      await lost(answer.why);
      await pause(150);
    }
  }

  /**
   * Does one thing, and keeps on until it is known whether it is done.
   *
   * @param deed what it means once it is done
   * @param readBack looks what became of it, while the answer is lost; what was seen done must stay done
   */
  async act<Data>(name: string, mutation: string, input: Readonly<Record<string, unknown>> & { readonly subject: string }, deed: ((data: Data) => Deed) | null = null,
    readBack: (act: Act) => Promise<void> = () => Promise.resolve()): Promise<{ readonly act: Act; readonly data: Data | null }> {
    const { subject, ...rest } = input;
    const act: Act = { number: this.diary.operations, name: `${this.name}: ${name}`, key: randomUUID(), subject, lost: 0, outcome: 'unknown', code: null, deed: null };
    this.diary.acts.push(act);
    this.diary.say(`#${act.number} ${act.name} …`);
    const answer = await this.untilAnswered<Data>(mutation, { input: { ...rest, idempotencyKey: act.key } }, async (why) => {
      act.lost += 1;
      if (act.lost === 1) this.diary.say(`#${act.number} lost: ${why}`);
      await readBack(act);
    });
    act.outcome = answer.kind === 'data' ? 'done' : 'refused';
    if (answer.kind === 'data') act.deed = deed?.(answer.data) ?? null;
    else act.code = answer.code;
    this.diary.say(`#${act.number} ${act.outcome}${act.code === null ? '' : ` ${act.code}`}${act.deed === null ? '' : ` ${JSON.stringify(act.deed)}`}`);
    return { act, data: answer.kind === 'data' ? answer.data : null };
  }

  async once<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer<Data>> {
    try {
      const said = await inTime(this.visitor.graphql<Data>(query, variables));
      const { data, errors } = said;
      const code = errors?.[0]?.extensions?.code;
      if (code !== undefined && NO_ANSWER.has(code)) return { kind: 'lost', why: `${code} ${errors?.[0]?.message ?? ''}` };
      if (errors !== undefined) return { kind: 'refused', code: code ?? JSON.stringify(errors) };
      return data === null || data === undefined ? { kind: 'lost', why: JSON.stringify(said) } : { kind: 'data', data };
    } catch (error) {
      return { kind: 'lost', why: String((error as Error).cause ?? error) };
    }
  }

  private async signIn(): Promise<void> {
    const began = performance.now();
    for (;;) {
      try {
        this.visitor = new Visitor(this.origin);
        await inTime(this.visitor.signIn(this.name, { strong: true }));
        if (this.visitor.cookie('accord_session') !== undefined) break;
      } catch (error) {
        if (performance.now() - began > PATIENCE) throw new NobodyAnswers(`${this.name} cannot sign in: ${String(error)}`);
      }
      await pause(300);
    }
    this.enteredAt = performance.now();
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, fail) => { timer = setTimeout(() => fail(new NobodyAnswers(`no answer in ${LONGEST_ANSWER / 1000} s`)), LONGEST_ANSWER); });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
