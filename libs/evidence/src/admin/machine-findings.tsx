import { dayInProse, FactList, instantInTable, Section, StateWords, type Tone } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import type { Finding, Shown, Signature } from './evidence-query.js';
import { SEVERITY_TONE } from './evidence-words.js';
import { say } from './messages.js';

const LIST = { listStyle: 'none', p: 0, m: 0, '& > li': { py: 1, borderTop: 1, borderColor: 'divider', overflowWrap: 'anywhere' } } as const;
const RESULT_TONE: Readonly<Record<Signature['result'], Tone>> = { PASSED: 'good', INDETERMINATE: 'waiting', FAILED: 'stopped' };
const SAID_WHY = ['CERTIFICATE_EXPIRED', 'CERTIFICATE_NOT_YET_VALID', 'ISSUER_NOT_TRUSTED', 'CHANGED_AFTER_SIGNATURE', 'CERTIFICATE_MISSING', 'TIMESTAMP_ONLY', 'FORMAT_NOT_KNOWN', 'ALGORITHM_WEAK', 'ALGORITHM_NOT_KNOWN'] as const;

/** Facts in a narrow column. */
export const NARROW = { '& dl': { gridTemplateColumns: { xs: '1fr', sm: '9rem minmax(0, 1fr)' } }, '& dt': { pr: 1.5 } } as const;

/** What the machine noticed about the file, each with its weight and its meaning in words. */
export function MachineFindings({ row, file }: Shown) {
  return (
    <>
      <Section title={say('findings')}>
        {file.findings.length === 0 ? <Typography>{say(row.kind === 'generated' ? 'nothingNoticedGenerated' : 'nothingNoticed')}</Typography> : (
          <Box component="ul" sx={LIST}>{file.findings.map((each) => <li key={`${each.code} ${each.message}`}><OneFinding {...each} /></li>)}</Box>
        )}
      </Section>
      <Section title={say('signatures')}>
        {file.signatures.length === 0 ? <Typography>{say(row.kind === 'generated' ? 'noSignaturesGenerated' : 'noSignatures')}</Typography> : (
          <Box component="ul" sx={LIST}>{file.signatures.map((each, place) => <li key={`${place} ${each.subject ?? ''}`}><OneSignature {...each} /></li>)}</Box>
        )}
      </Section>
    </>
  );
}

function OneFinding({ severity, message }: Finding) {
  return <><strong><StateWords tone={SEVERITY_TONE[severity]} words={say(`about_${severity}`)} /></strong><br />{message}</>;
}

function OneSignature({ result, reason, subject, issuer, claimedAt, trusted }: Signature) {
  const why = SAID_WHY.find((each) => each === reason);
  return (
    <>
      <strong><StateWords tone={result === 'PASSED' && !trusted ? 'waiting' : RESULT_TONE[result]} words={say(result === 'PASSED' && !trusted ? 'passedButUnknown' : result)} /></strong>
      <Box sx={NARROW}><FactList facts={[
        [say('signer'), subject ?? say('noName')],
        ...(issuer === null ? [] : [[say('issuer'), issuer] as const]),
        ...(claimedAt === null ? [] : [[say('claimed'), instantInTable(claimedAt)] as const]),
        ...(reason === null ? [] : [[say('why'), why === undefined ? reason : say(why)] as const]),
      ]} /></Box>
    </>
  );
}

/** What whoever handed it in declared, and what became of it. */
export function DeclaredFacts({ row, file }: Shown) {
  const name = (text: string | null): string => text ?? say('hidden');
  return (
    <Section title={say('facts')}>
      <Box sx={NARROW}><FactList facts={[
        [say('signatory'), name(file.signatory)],
        [say('authority'), file.signatoryRole ?? say('hidden')],
        [say('signedOn'), row.kind === 'generated' ? instantInTable(file.signedAt) : dayInProse(file.signedAt)],
        ...(row.kind === 'generated' ? [] : [[say('signedPage'), file.signedPage ?? say('notNamed')] as const]),
        [say('submittedBy'), name(file.submittedBy)],
        [say('submittedAt'), instantInTable(file.submittedAt)],
        ...(file.verifiedAt === null ? [] : [[say('verifiedBy'), `${name(file.verifiedBy)}, ${instantInTable(file.verifiedAt)}`] as const]),
        ...(file.rejectedAt === null ? [] : [[say('rejectedBy'), `${name(file.rejectedBy)}, ${instantInTable(file.rejectedAt)}`] as const, [say('rejectedReason'), file.rejectedReason ?? ''] as const]),
        [say('size'), `${Math.ceil(file.byteLength / 1024)} kB`],
        [say('hash'), <code key="hash">{file.sha256}</code>],
      ]} /></Box>
    </Section>
  );
}
