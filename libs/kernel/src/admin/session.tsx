import { createMongoAbility, subject as asSubject, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { AccordProblem } from './accord-problem.js';
import { askAs, heard, onSignedOut } from './ask-graphql.js';
import { IdentityContext } from './identity.js';
import { signedOutBecause, signInMark, type SignedOutBecause } from './signed-out.js';
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

/** While the server cannot say who is signed in: the page stands there by itself as soon as it can. */
const ASK_ON_MS = 5_000;

const SessionContext = createContext<Session | null>(null);

/**
 * Asks who is signed in; hands the answer to everything below, or shows `signIn` where nobody is, or nobody can say; while there is no answer it asks on. Once somebody was, a sign-in that
 * ends leaves the page as it stands and tells those who listen; another person or duty (of another tab) begins a new page.
 */
export function SessionProvider({ signIn, waiting, children }: { readonly signIn: (because: SignedOutBecause) => ReactNode; readonly waiting: ReactNode; readonly children: ReactNode }) {
  const { data, error, isPending, refetch } = useAsk<{ me: Me | null }>(ME_QUERY, {}, { asAnybody: true });
  const client = useQueryClient();
  const shownTo = useRef('');
  const [known, setKnown] = useState<Me | null>(null);
  const me = data?.me ?? null;
  if (me !== null && me !== known) setKnown(me);
  const hasEnded = known !== null && (error?.needsSignIn === true || (data !== undefined && me === null));
  useEffect(() => { if (known !== null) signInMark.set(); }, [known]);
  const mustAskOn = known === null && error !== null && !error.needsSignIn;
  useEffect(() => {
    if (!mustAskOn) return undefined;
    const again = window.setInterval(() => { refetch().catch(() => undefined); }, ASK_ON_MS);
    return () => window.clearInterval(again);
  }, [mustAskOn, refetch]);
  useEffect(() => { if (hasEnded) heard(new AccordProblem('', 'SIGN_IN_NEEDED')); }, [hasEnded]);
  useEffect(() => onSignedOut((problem) => { if (problem.code === 'ACTING_CHANGED') refetch().catch(() => undefined); }), [refetch]);
  const session = useMemo(() => (known === null ? null : sessionOf(known)), [known]);
  if (isPending && known === null) return waiting;
  if (session === null) return signIn(signedOutBecause(error, signInMark.stands()));
  const identity = identityOf(session.me);
  askAs(identity);
  if (shownTo.current !== identity) {
    // Before anything below asks: answers to somebody else, or in another duty, are none.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[2] !== ME_QUERY && queryKey[1] !== identity });
    shownTo.current = identity;
  }
  return <IdentityContext value={identity} key={identity}><SessionContext.Provider value={session}>{children}</SessionContext.Provider></IdentityContext>;
}

/** Person, duty and organisation in one word, as the server compares it. */
const identityOf = ({ person, actingAs }: Me): string => [person.id, actingAs?.duty ?? '-', actingAs?.odsCode ?? '-'].join(' ');

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
