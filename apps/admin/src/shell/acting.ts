import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { askHttp, dutyWords, type ActingDuty } from '@accord/kernel/admin';
import { say } from '../messages.js';

/** "Approver, 2 localities", "Signatory, Elm Road Surgery (TSTP01)". */
export function actingWords({ duty, organisationName, odsCode, localities }: ActingDuty): string {
  const words = dutyWords(duty);
  if (odsCode !== null) return say('acting', { duty: words, place: organisationName === null ? odsCode : say('organisation', { name: organisationName, odsCode }) });
  if (localities.length === 0) return words;
  return say('acting', { duty: words, place: localities.length === 1 ? say('oneLocality') : say('localities', { count: localities.length }) });
}

/** Takes up another duty: everything shown before belonged to the old one. */
export function useActAs(): (grantId: string) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (grantId) => {
    await askHttp('/auth/act-as', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ grantId }) });
    await navigate('/');
    await client.resetQueries();
  };
}
