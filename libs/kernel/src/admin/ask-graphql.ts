import { AccordProblem } from './accord-problem.js';

/** What every request that changes something carries, so that no other site can make it. */
export const REQUEST_HEADERS: Readonly<Record<string, string>> = { 'x-accord-request': '1' };

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string; readonly fields?: readonly string[] } }[];
}

type Listener = (problem: AccordProblem) => void;
const signedOut = new Set<Listener>();

/** Told whenever the server says that nobody is signed in any more. Returns how to stop listening. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => { signedOut.delete(listener); };
}

/** Asks the product's GraphQL. Throws an AccordProblem with the server's own sentence and code. */
export async function askGraphql<T>(query: string, variables: Readonly<Record<string, unknown>> = {}, signal?: AbortSignal): Promise<T> {
  const response = await fetch('/graphql', {
    method: 'POST', credentials: 'same-origin', signal: signal ?? null,
    headers: { 'content-type': 'application/json', ...REQUEST_HEADERS }, body: JSON.stringify({ query, variables }),
  }).catch((fault: unknown) => {
    if (signal?.aborted === true) throw fault;
    throw new AccordProblem('Accord does not answer. Nothing you typed is lost; try again in a moment.', 'NO_ANSWER');
  });
  const answer = await response.json().catch(() => ({})) as Answer<T>;
  const first = answer.errors?.[0];
  if (first === undefined && answer.data != null) return answer.data;
  throw heard(new AccordProblem(first?.message ?? 'Accord gave no answer to this. Try again in a moment.', first?.extensions?.code ?? `HTTP_${response.status}`, first?.extensions?.fields ?? [], response.status));
}

/** Sends something beside GraphQL (an upload, a sign-out) and reads the answer as JSON. */
export async function askHttp<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { credentials: 'same-origin', ...init, headers: { ...REQUEST_HEADERS, ...init.headers } })
    .catch(() => { throw new AccordProblem('Accord does not answer. Nothing you typed is lost; try again in a moment.', 'NO_ANSWER'); });
  const answer = await response.json().catch(() => ({})) as T & { readonly code?: string; readonly message?: string };
  if (response.ok) return answer;
  throw heard(new AccordProblem(answer.message ?? 'Accord could not do this.', answer.code ?? `HTTP_${response.status}`, [], response.status));
}

/** Tells whoever listens where the answer was that nobody is signed in any more. */
export function heard<Problem extends AccordProblem>(problem: Problem): Problem {
  if (problem.needsSignIn) signedOut.forEach((listener) => listener(problem));
  return problem;
}
