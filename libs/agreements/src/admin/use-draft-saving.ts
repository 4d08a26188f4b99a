import { browserClock, instantInTable, useAct, useKept, type AccordProblem, type FieldFault } from '@accord/kernel/admin';
import { useEffect, useState } from 'react';
import type { OneAgreement } from './agreement-query.js';
import { useAgreedSets } from './draft-form.js';
import { draftOf, editedInput, faultsOf, sameDraft, type AgreedSet, type DraftValues } from './draft-values.js';
import { useLater } from './use-later.js';

/** What is edited: a draft nobody has signed yet, or the next version of an agreement that stands. */
const EDITS = {
  draft: { mutation: 'mutation Edit($input: EditDraftInput!) { saved: editDraft(input: $input) { id version } }', keptAs: 'agreement-draft' },
  amendment: { mutation: 'mutation EditAmendment($input: EditDraftInput!) { saved: editAmendment(input: $input) { id version } }', keptAs: 'agreement-amendment' },
} as const;
const STILL_FOR = 1_200;
const ASKED_AGAIN_AFTER = 5_000;

/** What the server has as far as this page knows. */
interface Saved { readonly version: number; readonly values: DraftValues }

export interface DraftSaving {
  readonly values: DraftValues;
  readonly change: (change: Partial<DraftValues>) => void;
  /** What is agreed already for its viewing organisations. */
  readonly agreed: readonly AgreedSet[];
  /** What keeps it from being saved. */
  readonly faults: readonly FieldFault[];
  readonly isSaved: boolean;
  readonly isSaving: boolean;
  /** "14:03:09", once this page has saved. */
  readonly savedAt: string | null;
  /** Why it was not saved; asked again by itself only where Accord did not answer. */
  readonly problem: AccordProblem | null;
  /** Somebody else saved it after this page read it: what they saved. */
  readonly theirs: DraftValues | null;
  /** True for a while after somebody else's version took the place of an untouched one. */
  readonly wasRenewed: boolean;
  readonly takeTheirs: () => void;
  readonly saveMine: () => void;
}

/**
 * A draft that saves itself a moment after the last key. What is typed is kept in this browser until the server has it, so a
 * reload or a timed-out session loses nothing. An answer older than somebody else's is never sent over theirs unasked.
 */
export function useDraftSaving(agreement: OneAgreement, askAnew: () => void, edited: keyof typeof EDITS = 'draft'): DraftSaving {
  const { mutation, keptAs } = EDITS[edited];
  const onServer = draftOf(agreement);
  const [kept, setKept] = useKept<Saved | null>(`${keptAs}-${agreement.id}`, null);
  const [saved, setSaved] = useState<Saved>({ version: kept?.version ?? agreement.version, values: onServer });
  const [values, setValues] = useState<DraftValues>(kept?.values ?? onServer);
  const [isSaving, setSaving] = useState(false);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [refused, setRefused] = useState<DraftValues | null>(null);
  const [wasRenewed, setRenewed] = useState(false);
  const { act, problem, reset } = useAct<{ readonly saved: { readonly version: number } }>(mutation);
  const agreed = useAgreedSets(values);
  const faults = faultsOf(values, agreed, false);
  const still = useLater(values, STILL_FOR);
  const isSaved = sameDraft(values, saved.values);
  const isBehind = !isSaving && agreement.version > saved.version;
  const theirs = isBehind && !sameDraft(values, onServer) ? onServer : null;

  const save = async (): Promise<void> => {
    setSaving(true);
    setRenewed(false);
    const answer = await act({ id: agreement.id, expectedVersion: saved.version, ...editedInput(values) });
    if (answer === null) setRefused(values);
    else {
      setSaved({ version: answer.saved.version, values });
      setSavedAt(instantInTable(browserClock.now()).split(' ')[1] ?? null);
      // What was typed while it was being saved is kept on.
      setKept((now) => (now === null || sameDraft(now.values, values) ? null : { version: answer.saved.version, values: now.values }));
    }
    setSaving(false);
  };

  useEffect(() => {
    if (isSaved || isSaving || isBehind || still !== values || refused === values || faults.length > 0) return;
    save().catch(() => undefined);
  });

  // Nothing typed here, and somebody else saved: theirs is shown, and said so.
  useEffect(() => {
    if (!isBehind || theirs !== null) return;
    const isOther = !sameDraft(saved.values, onServer);
    setSaved({ version: agreement.version, values: onServer });
    setValues(onServer);
    setKept(null);
    setRenewed(isOther);
  });

  useEffect(() => {
    if (refused === null || problem === null) return;
    if (problem.code === 'STALE') askAnew();
    if (problem.code !== 'NO_ANSWER') return;
    const timer = setTimeout(() => setRefused(null), ASKED_AGAIN_AFTER);
    return () => clearTimeout(timer);
  }, [refused, problem, askAnew]);

  const change = (changed: Partial<DraftValues>): void => {
    const next = { ...values, ...changed };
    setValues(next);
    setKept(sameDraft(next, saved.values) ? null : { version: saved.version, values: next });
  };
  const settle = (next: DraftValues): void => {
    reset();
    setRefused(null);
    setSaved({ version: agreement.version, values: onServer });
    setValues(next);
    setKept(sameDraft(next, onServer) ? null : { version: agreement.version, values: next });
  };
  return {
    values, change, agreed, faults, isSaved, isSaving, savedAt, wasRenewed, theirs,
    problem: refused === values && problem?.code !== 'STALE' ? problem : null,
    takeTheirs: () => settle(onServer), saveMine: () => settle({ ...values }),
  };
}
