import { AccordLink, count, countOf, DataTable, ProblemSummary, Waiting, type AccordProblem } from '@accord/kernel/admin';
import { Alert } from '@mui/material';
import { proposalWords } from './proposal-words.js';

export interface Preview {
  readonly asked: number;
  readonly agreements: readonly { readonly agreementId: string; readonly reference: string; readonly title: string; readonly localityName: string; readonly providers: number; readonly consumers: number }[];
  readonly hindrances: readonly { readonly code: string; readonly message: string }[];
}

export interface ProposalPreviewProps {
  readonly preview: Preview | undefined;
  /** Whether other views than now are ticked. */
  readonly isOther: boolean;
  readonly problem: AccordProblem | null;
}

/** Who would be asked, agreement by agreement, and what would refuse it. */
export function ProposalPreview({ preview, isOther, problem }: ProposalPreviewProps) {
  if (!isOther) return <p style={{ margin: 0 }}>{proposalWords('chooseViews')}</p>;
  if (preview === undefined) return problem === null ? <Waiting /> : <ProblemSummary problem={problem} />;
  const { hindrances, asked, agreements } = preview;
  return (
    <>
      {hindrances.map(({ code, message }) => <Alert key={`${code} ${message}`} severity="warning" role="status" sx={{ mb: 2, maxWidth: '75ch' }}>{message}</Alert>)}
      {agreements.length > 0 && (
        <>
          <p style={{ marginTop: 0 }}>{proposalWords('askedSays', { parties: countOf(asked, 'organisation'), agreements: countOf(agreements.length, 'agreement') })}</p>
          <DataTable caption={proposalWords('whoIsAsked')} rows={agreements} keyOf={({ agreementId }) => agreementId} columns={[
            { key: 'agreement', head: proposalWords('agreement'), cell: (row) => <><AccordLink to={`/agreements/${row.agreementId}`}>{row.reference}</AccordLink><br />{row.title}</> },
            { key: 'locality', head: proposalWords('locality'), cell: (row) => row.localityName },
            { key: 'providers', head: proposalWords('askedPractices'), figures: true, cell: (row) => count(row.providers) },
            { key: 'consumers', head: proposalWords('askedViewers'), figures: true, cell: (row) => count(row.consumers) },
          ]} />
        </>
      )}
    </>
  );
}
