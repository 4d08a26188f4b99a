import { describe, expect, it } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { AccordProblem, noAnswer } from './accord-problem.js';
import { notRefreshedSince, notRefreshedWords } from './not-refreshed.js';

const READ = new Date('2026-03-02T02:14:58Z').getTime();
const later = (ms: number): Date => new Date(READ + ms);

/** A question that was answered once, and is asked again. */
async function askedAgain(again: () => Promise<unknown>, { key = 'accord', asAnybody = false } = {}): Promise<QueryClient> {
  const client = new QueryClient();
  client.setQueryData([key, 'ada', 'query'], { is: 'answered' }, { updatedAt: READ });
  new QueryObserver(client, { queryKey: [key, 'ada', 'query'], queryFn: again, retry: false, meta: { asAnybody } }).subscribe(() => undefined);
  await new Promise((done) => { setTimeout(done, 5); });
  return client;
}

const never = (): Promise<never> => new Promise(() => undefined);

describe('what is shown and is not refreshed', () => {
  it.each([
    ['is not answered', () => Promise.reject(noAnswer()), true],
    ['is answered by a proxy alone', () => Promise.reject(new AccordProblem('Bad gateway', 'HTTP_502', [], 502)), true],
    ['fails', () => Promise.reject(new AccordProblem('On our side', 'INTERNAL')), true],
    ['is answered', () => Promise.resolve('newer'), false],
    ['is refused', () => Promise.reject(new AccordProblem('Sign in', 'SIGN_IN_NEEDED', [], 401)), false],
  ])('is said when what is asked again %s', async (_how, again, isSaid) => {
    expect(notRefreshedSince(await askedAgain(again), later(60_000))).toEqual(isSaid ? later(0) : null);
  });

  it('is said when there is neither an answer nor a refusal', async () => {
    const client = await askedAgain(never);
    expect([0, 4_999, 5_000].map((ms) => notRefreshedSince(client, later(ms)))).toEqual([null, null, later(0)]);
  });

  it('is not said of who is signed in, nor of lists, which say it in their place', async () => {
    const lost = (): Promise<never> => Promise.reject(noAnswer());
    expect(notRefreshedSince(await askedAgain(lost, { asAnybody: true }), later(1))).toBeNull();
    expect(notRefreshedSince(await askedAgain(lost, { key: 'certificates' }), later(1))).toBeNull();
  });

  it('is said with the time, and with the day where it is another', () => {
    expect(notRefreshedWords(later(0), later(60_000))).toBe('Not refreshed since 02:14:58: Accord does not answer.');
    expect(notRefreshedWords(later(0), later(86_400_000))).toBe('Not refreshed since 02-Mar-2026 02:14:58: Accord does not answer.');
  });
});
