import { AccordProblem, noAnswer } from './accord-problem.js';
import { say } from './messages.js';

/** What every request that changes something carries, so that no other site can make it. */
export const REQUEST_HEADERS: Readonly<Record<string, string>> = { 'x-accord-request': '1' };

/** The server answers, and what it would have asked does not: whether it was done is known as little as where it says nothing at all. */
const OUT_OF_REACH = 'OUT_OF_REACH';

let acting: string | null = null;

/** In whose name, and in which duty, this page asks: told with every request, so that one cookie in two tabs never acts in the other's duty. */
export function askAs(identity: string | null): void {
  acting = identity;
}

/** The headers of every request of this page. */
export function requestHeaders(): Readonly<Record<string, string>> {
  return acting === null ? REQUEST_HEADERS : { ...REQUEST_HEADERS, 'x-accord-acting': acting };
}

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string; readonly fields?: readonly string[] } }[];
}

type Listener = (problem: AccordProblem) => void;
const signedOut = new Set<Listener>();

/** Told whenever the server says that nobody is signed in any more, or somebody else or in another duty. Returns how to stop listening. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => { signedOut.delete(listener); };
}

export interface AskHow {
  /** The page asks by itself, and nobody is there for sure: the sign-in is not made to last longer by it. */
  readonly inBackground?: boolean;
  /** Asks who one is, so it cannot say as whom. */
  readonly asAnybody?: boolean;
}

/** Asks the product's GraphQL. Throws an AccordProblem with the server's own sentence and code. */
export async function askGraphql<T>(query: string, variables: Readonly<Record<string, unknown>> = {}, signal?: AbortSignal, how: AskHow = {}): Promise<T> {
  const response = await fetch('/graphql', {
    method: 'POST', credentials: 'same-origin', signal: signal ?? null,
    headers: {
      'content-type': 'application/json', ...(how.asAnybody === true ? REQUEST_HEADERS : requestHeaders()), ...(how.inBackground === true ? { 'x-accord-background': '1' } : {}),
    }, body: JSON.stringify({ query, variables }),
  }).catch((fault: unknown) => {
    if (signal?.aborted === true) throw fault;
    throw noAnswer();
  });
  const answer = await response.json().catch(() => ({})) as Answer<T>;
  const first = answer.errors?.[0];
  if (first === undefined && answer.data != null) return answer.data;
  if (first?.extensions?.code === OUT_OF_REACH) throw noAnswer();
  throw heard(new AccordProblem(first?.message ?? say('gaveNone'), first?.extensions?.code ?? `HTTP_${response.status}`, first?.extensions?.fields ?? [], response.status));
}

/** Sends something beside GraphQL (an upload, a sign-out) and reads the answer as JSON. */
export async function askHttp<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { credentials: 'same-origin', ...init, headers: { ...requestHeaders(), ...init.headers } })
    .catch(() => { throw noAnswer(); });
  const answer = await response.json().catch(() => ({})) as T & { readonly code?: string; readonly message?: string };
  if (response.ok) return answer;
  if (answer.code === OUT_OF_REACH) throw noAnswer();
  throw heard(new AccordProblem(answer.message ?? say('couldNot'), answer.code ?? `HTTP_${response.status}`, [], response.status));
}

/** Tells whoever listens where the answer was that nobody is signed in any more. */
export function heard<Problem extends AccordProblem>(problem: Problem): Problem {
  if (problem.needsSignIn || problem.code === 'ACTING_CHANGED') signedOut.forEach((listener) => listener(problem));
  return problem;
}
