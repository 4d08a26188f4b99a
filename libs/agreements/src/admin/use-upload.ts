import { FormRefused, problemOf, sendForm, type AccordProblem } from '@accord/kernel/admin';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { UploadFinding } from './sign-findings.js';

export interface Uploaded { readonly evidenceId: string; readonly findings: readonly UploadFinding[] }

export interface Upload {
  /** How much is sent, from 0 to 1; null while nothing is. */
  readonly sent: number | null;
  readonly problem: AccordProblem | null;
  /** What was noticed in a file that was refused. */
  readonly found: readonly UploadFinding[] | null;
  readonly reset: () => void;
  /** Null where it was refused. */
  readonly send: (address: string, fields: Readonly<Record<string, string>>, file: File) => Promise<Uploaded | null>;
}

/** Sends a signed document with what is said of it, once: only a lost answer is asked for again under the same key. */
export function useUpload(): Upload {
  const client = useQueryClient();
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<AccordProblem | null>(null);
  const [found, setFound] = useState<readonly UploadFinding[] | null>(null);
  const attempt = useRef<{ of: string; key: string } | null>(null);
  const reset = (): void => { setProblem(null); setFound(null); };

  const send = async (address: string, fields: Readonly<Record<string, string>>, file: File): Promise<Uploaded | null> => {
    const of = [address, ...Object.values(fields), file.name, file.size, file.lastModified].join(' ');
    if (attempt.current?.of !== of) attempt.current = { of, key: crypto.randomUUID() };
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, idempotencyKey: attempt.current.key })) if (value !== '') form.append(name, value);
    form.append('file', file);
    setSent(0);
    try {
      const answer = await sendForm<Uploaded>(address, form, setSent);
      await client.invalidateQueries();
      return answer;
    } catch (thrown) {
      const refused = problemOf(thrown);
      if (refused.code !== 'NO_ANSWER') attempt.current = null;
      setProblem(refused);
      setFound(thrown instanceof FormRefused ? (thrown.answer as Partial<Uploaded>).findings ?? null : null);
      if (refused.code === 'STALE') await client.invalidateQueries();
      return null;
    } finally {
      setSent(null);
    }
  };
  return { sent, problem, found, reset, send };
}
