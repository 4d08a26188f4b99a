import { Refusal, type Actor } from '@accord/kernel';
import { timeOf, type Transactions } from '@accord/kernel/server';
import { askedMoment, explanationLines } from '@accord/impact';
import { explanationOf } from '@accord/impact/server';
import { UnknownView, type Services } from '@accord/views';

export interface ExplainOptions {
  /** A past day (`yyyy-mm-dd`) or instant; now where there is none. */
  readonly on?: string;
  /** Only what had been recorded by then counts. */
  readonly asKnown?: boolean;
  readonly service?: string;
}

export interface ExplainParts {
  readonly transactions: Transactions;
  readonly services: Services;
  readonly actor: Actor;
  /** One line of the answer. */
  say(line: string): void;
}

/**
 * `accord explain PROVIDER CONSUMER VIEW`: whether one organisation sees one view of another, why, since when, and what would change it.
 *
 * @returns the exit code: 0 where there is an answer, 1 where the question cannot be asked
 */
export async function explainSight({ transactions, services, actor, say }: ExplainParts, [provider, consumer, view]: readonly [string, string, string], { on, asKnown = false, service = 'DCR' }: ExplainOptions): Promise<number> {
  if (asKnown && on === undefined) {
    say('Name the day with --on: what is known now is the answer without --as-known.');
    return 1;
  }
  try {
    const explanation = await transactions.read(actor, async (tx) => {
      const known = await services.byCode(tx, service.toUpperCase());
      const named = known.views.find(({ code }) => code === view.toLowerCase());
      if (named === undefined) throw new UnknownView(known.code, view);
      const moment = askedMoment(asKnown ? null : on, asKnown ? on : null, timeOf(tx));
      return explanationOf(tx, { service: known, provider: provider.toUpperCase(), consumer: consumer.toUpperCase(), view: named, moment });
    });
    for (const line of explanationLines(explanation)) say(line);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    return 1;
  }
}
