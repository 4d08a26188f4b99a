import { AbilityBuilder, createMongoAbility, subject as asSubject, type MongoAbility } from '@casl/ability';
import { NotPermitted, ReasonNeeded, StepUpNeeded, type Actor, type Tx } from '../contract/index.js';
import { actorOf, timeOf } from './open-transaction.js';

/** What an act needs besides the duty: a fresh stronger sign-in (u in the matrix), a recorded reason (r). */
export interface Needs {
  readonly stepUp?: boolean;
  readonly reason?: boolean;
}

export type Facts = Readonly<Record<string, unknown>>;

export interface Grants {
  /** Grants an action from nothing. Conditions name facts the use-case must hand over; a condition without a value grants nothing. */
  can(action: string, subject: string, conditions?: Facts, needs?: Needs): void;
}

export type AbilityDefiner = (actor: Actor, grants: Grants) => void;

export class AbilityFault extends Error {}

/** acr values that count as a fresh stronger credential (NHS CIS2: AAL3_*; the development provider's AAL3_ANY). */
const STRONGER = /^AAL3_/;
/** A step-up is good for five minutes of acts. */
const STEP_UP_GOOD_FOR_MS = 5 * 60_000;

const definers: AbilityDefiner[] = [];

/** Adds a capability's sentences; called once beside them. */
export function grantAbilities(definer: AbilityDefiner): AbilityDefiner {
  definers.push(definer);
  return definer;
}

interface Known {
  /** Made when first asked: most requests ask only `mayEver`. */
  ability(): MongoAbility;
  readonly rules: readonly { action: string; subject: string; conditions: Facts; needs: Needs }[];
}

const cache = new WeakMap<Actor, Known>();

function known(actor: Actor): Known {
  const before = cache.get(actor);
  if (before !== undefined) return before;
  const rules: { action: string; subject: string; conditions: Facts; needs: Needs }[] = [];
  for (const define of definers) {
    define(actor, {
      can(action, subject, conditions = {}, needs = {}) {
        // CASL reads `undefined` and null as "matches what was not loaded": such a grant is none.
        if (Object.values(conditions).some((value) => value === undefined || value === null)) return;
        rules.push({ action, subject, conditions, needs });
      },
    });
  }
  let ability: MongoAbility | undefined;
  const made: Known = { ability: () => (ability ??= abilityOf(rules)), rules };
  cache.set(actor, made);
  return made;
}

function abilityOf(rules: Known['rules']): MongoAbility {
  const builder = new AbilityBuilder<MongoAbility>(createMongoAbility);
  for (const { action, subject, conditions } of rules) builder.can(action, subject, conditions);
  return builder.build();
}

function mayDo(actor: Actor, action: string, subject: string, facts: Facts): boolean {
  const { ability, rules } = known(actor);
  for (const rule of rules) {
    if (rule.action !== action || rule.subject !== subject) continue;
    for (const name of Object.keys(rule.conditions)) {
      if (facts[name] === undefined) throw new AbilityFault(`${action} ${subject} was asked without the fact ${name}.`);
    }
  }
  return ability().can(action, asSubject(subject, { ...facts, __caslSubjectType__: subject }));
}

/** Whether this actor may ever do this to anything of the kind: the early word, before a subject is known. */
export function mayEver(actor: Actor, action: string, subject: string): boolean {
  return known(actor).rules.some((rule) => rule.action === action && rule.subject === subject);
}

/** Everything this actor may do, for screens: the server stays the judge. */
export function abilitiesOf(actor: Actor): readonly { action: string; subject: string; conditions: Facts; stepUp: boolean; reason: boolean }[] {
  return known(actor).rules.map(({ needs, ...rule }) => ({ ...rule, stepUp: needs.stepUp ?? false, reason: needs.reason ?? false }));
}

/** Refuses unless the acting person may do this to what has these facts, freshly signed in and with a reason where the matrix asks. */
export function demand(tx: Tx, action: string, subject: string, facts: Facts = {}, given: { readonly reason?: string | null | undefined } = {}): void {
  const actor = actorOf(tx);
  if (!mayDo(actor, action, subject, facts)) throw new NotPermitted(action);
  const needs = known(actor).rules.filter((rule) => rule.action === action && rule.subject === subject);
  if (needs.every((rule) => rule.needs.stepUp) && !hasSteppedUp(actor, timeOf(tx))) throw new StepUpNeeded(action);
  if (needs.every((rule) => rule.needs.reason) && !given.reason?.trim()) throw new ReasonNeeded();
}

export function hasSteppedUp(actor: Actor, at: Date): boolean {
  if (actor.acr === null || actor.authenticatedAt === null || !STRONGER.test(actor.acr)) return false;
  const age = at.getTime() - actor.authenticatedAt.getTime();
  return age >= -30_000 && age <= STEP_UP_GOOD_FOR_MS;
}
