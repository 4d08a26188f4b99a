import { createMongoAbility, subject as asSubject, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useAsk } from './use-ask.js';

export interface ActingDuty {
  readonly grantId: string;
  readonly duty: string;
  readonly odsCode: string | null;
  readonly organisationName: string | null;
  readonly localities: readonly string[];
  readonly until: string | null;
}

interface Ability {
  readonly action: string;
  readonly subject: string;
  readonly conditions: string;
  readonly needsStepUp: boolean;
  readonly needsReason: boolean;
}

export interface Me {
  readonly person: { readonly id: string; readonly name: string };
  readonly actingAs: ActingDuty | null;
  readonly mayActAs: readonly ActingDuty[];
  readonly abilities: readonly Ability[];
  readonly hasSteppedUp: boolean;
}

/** Whether one may, and what it takes. The server is asked again at every act; a screen only shows the rule. */
export interface May {
  readonly allowed: boolean;
  readonly needsReason: boolean;
  readonly needsStepUp: boolean;
}

export interface Session {
  readonly me: Me;
  /** With facts of the thing: may I do it to this one? Without: may I ever? */
  may(action: string, subject: string, facts?: Readonly<Record<string, unknown>>): May;
}

export const ME_QUERY = `query Me { me {
  person { id name }
  actingAs { grantId duty odsCode organisationName localities until }
  mayActAs { grantId duty odsCode organisationName localities until }
  abilities { action subject conditions needsStepUp needsReason }
  hasSteppedUp
} }`;

const SessionContext = createContext<Session | null>(null);

/** Asks who is signed in; hands the answer to everything below, or shows `signIn` where nobody is. */
export function SessionProvider({ signIn, waiting, children }: { readonly signIn: ReactNode; readonly waiting: ReactNode; readonly children: ReactNode }) {
  const { data, error, isPending } = useAsk<{ me: Me | null }>(ME_QUERY);
  const session = useMemo(() => (data?.me ? sessionOf(data.me) : null), [data]);
  if (isPending) return waiting;
  if (session === null || error?.needsSignIn === true) return signIn;
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

/** Who is signed in and what they may do. Only below SessionProvider. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new OutsideSession('useSession is for screens of somebody signed in.');
  return session;
}

class OutsideSession extends Error {}

export function sessionOf(me: Me): Session {
  const rules = me.abilities.map(({ action, subject, conditions }) => ({ action, subject, conditions: JSON.parse(conditions) as Record<string, unknown> }));
  const ability = createMongoAbility(rules as RawRuleOf<MongoAbility>[]);
  return {
    me,
    may(action, subject, facts) {
      const rule = me.abilities.find((each) => each.action === action && each.subject === subject);
      const allowed = rule !== undefined && (facts === undefined || ability.can(action, asSubject(subject, { ...facts, __caslSubjectType__: subject })));
      return { allowed, needsReason: rule?.needsReason ?? false, needsStepUp: rule?.needsStepUp ?? false };
    },
  };
}
