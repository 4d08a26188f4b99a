import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { problemOf, type AccordProblem } from './accord-problem.js';
import { askGraphql } from './ask-graphql.js';

export interface Act<T> {
  /** Does it. Resolves to null when it was refused: the problem then says why. Never retried by itself, never optimistic. */
  readonly act: (input: Readonly<Record<string, unknown>>) => Promise<T | null>;
  readonly isPending: boolean;
  readonly problem: AccordProblem | null;
  /** Forgets the problem, for a form that is opened anew. */
  readonly reset: () => void;
}

/**
 * An act of a person: one mutation with `$input`. The idempotency key stays the same while the same input is sent again, so a
 * lost answer and a second press are one act. After it every answer on the screen is asked anew.
 */
export function useAct<T>(mutation: string): Act<T> {
  const client = useQueryClient();
  const sent = useRef<{ text: string; key: string } | null>(null);
  const doing = useMutation<T, unknown, Readonly<Record<string, unknown>>>({
    mutationFn: (input) => {
      const text = JSON.stringify(input);
      if (sent.current?.text !== text) sent.current = { text, key: crypto.randomUUID() };
      return askGraphql<T>(mutation, { input: { ...input, idempotencyKey: sent.current.key } });
    },
    onSuccess: async () => {
      sent.current = null;
      await client.invalidateQueries();
    },
    // A refused act is over: the next press is another one. Only a lost answer may be asked again under the same key.
    onError: async (fault) => {
      const problem = problemOf(fault);
      if (problem.code !== 'NO_ANSWER') sent.current = null;
      // What the screen shows is not what stands: it is asked anew before the refusal is told, so that the next try is about what stands.
      // Of what is over the button and its dialog would go with it: the dialog asks anew once the refusal has been read.
      if (problem.isOutdated && !problem.isOver) await client.invalidateQueries();
    },
  });
  return {
    act: (input) => doing.mutateAsync(input).catch(() => null),
    isPending: doing.isPending,
    problem: doing.error === null ? null : problemOf(doing.error),
    reset: doing.reset,
  };
}
