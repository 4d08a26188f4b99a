import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { askHttp, dutyWords, type ActingDuty } from '@accord/kernel/admin';

/** "Approver, 2 localities", "Signatory, Elm Road Surgery (TSTP01)". */
export function actingWords({ duty, organisationName, odsCode, localities }: ActingDuty): string {
  const place = odsCode !== null ? `, ${organisationName ?? odsCode}${organisationName === null ? '' : ` (${odsCode})`}`
    : localities.length > 0 ? `, ${localities.length} ${localities.length === 1 ? 'locality' : 'localities'}` : '';
  return `${dutyWords(duty)}${place}`;
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
