import { Box, Checkbox, FormControlLabel, Typography } from '@mui/material';
import { AccordLink, DataTable, Day, DocumentViewer, FactList, OrganisationName, Section } from '@accord/kernel/admin';
import { proposalWords } from './proposal-words.js';
import { viewNames } from './party-facts.js';
import { withdrawnFrom, type Signing } from './sign-facts.js';
import { SignStepHeading } from './sign-steps.js';
import { signWords } from './sign-words.js';

export interface SignReadingProps extends Signing {
  readonly takesFocus: boolean;
  readonly hasRead: boolean;
  /** Something was read before, and it was something else. */
  readonly hasChanged: boolean;
  readonly setRead: (hasRead: boolean) => void;
  readonly fault: boolean;
}

export const READ_FIELD = 'sign-have-read';

/** The first step: what it is about in a few lines, the document itself, and the word that it was read. */
export function SignReading({ party, agreement, services, takesFocus, hasRead, hasChanged, setRead, fault }: SignReadingProps) {
  const { reference, versionNumber: number, title } = agreement;
  const gone = withdrawnFrom({ party, agreement });
  const namesOf = (views: readonly string[]): string => viewNames(services, agreement.serviceCode, views).join(', ');
  return (
    <>
      <SignStepHeading takesFocus={takesFocus}>{signWords('readHeading')}</SignStepHeading>
      {hasChanged && <Typography component="p" role="status" sx={{ mb: 2, fontWeight: 600 }}>{signWords('changed')}</Typography>}
      <FactList facts={[
        [signWords('agreement'), signWords('version', { reference, number, title })],
        [signWords('service'), services.find((service) => service.code === agreement.serviceCode)?.name ?? agreement.serviceCode],
        [signWords('purpose'), agreement.purpose],
        [signWords('basis'), agreement.lawfulBasis],
        [signWords('runs'), <Runs key="runs" agreement={agreement} />],
        ...(party.views === null ? [] : [[signWords('yourViews'), namesOf(party.views)] as const]),
      ]} />
      {party.goesOnBy !== undefined && <Typography component="p" sx={{ mt: 1.5 }}><AccordLink to={`/agreements/${agreement.id}?tab=versions`}>{signWords('whatDiffers', { number, signed: party.goesOnBy })}</AccordLink></Typography>}
      {party.proposalId != null && <Typography component="p" sx={{ mt: 1 }}><AccordLink to={`/view-set-proposals/${party.proposalId}`}>{proposalWords('toProposal')}</AccordLink></Typography>}
      {party.side === 'provider' && (
        <Box sx={{ mt: 3 }}>
          <Typography variant="h3" sx={{ mb: 1 }}>{signWords('whoLooks', { name: party.name })}</Typography>
          <DataTable caption={signWords('whoLooks', { name: party.name })} rows={agreement.consumers} keyOf={(row) => row.odsCode} columns={[
            { key: 'viewer', head: signWords('viewer'), cell: (row) => <OrganisationName name={row.name} odsCode={row.odsCode} /> },
            { key: 'views', head: signWords('views'), cell: (row) => (gone.has(row.odsCode) ? signWords('withdrawnFrom') : namesOf(row.views)) },
          ]} />
        </Box>
      )}
      <Box sx={{ mt: 3 }}>
        <Section title={signWords('document')}>
          <DocumentViewer at={`/agreements/${encodeURIComponent(agreement.documentOf ?? agreement.id)}/document`} version={party.termsDigest} file={agreement.documentPath} name={signWords('documentOf', { reference })} />
        </Section>
      </Box>
      <FormControlLabel label={signWords('confirmRead', { reference, number })} sx={{ alignItems: 'flex-start', '& .MuiCheckbox-root': { mt: -1 } }}
        control={<Checkbox id={READ_FIELD} checked={hasRead} onChange={(event) => setRead(event.target.checked)} slotProps={{ input: { 'aria-invalid': fault } }} />} />
    </>
  );
}

function Runs({ agreement: { beginsOn, endsOn, reviewOn } }: Pick<Signing, 'agreement'>) {
  const [before, between, after, last] = signWords('runsFromTo').split(/\{begins\}|\{ends\}|\{review\}/);
  return <>{before}<Day at={beginsOn} prose />{between}<Day at={endsOn} prose />{after}<Day at={reviewOn} prose />{last}</>;
}
