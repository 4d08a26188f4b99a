import { AccordLink, AnsweredPage, ConfirmImpact, FactList, Fingerprint, Moment, OrganisationName, Page, StateWords, UntilInstant, useAct, useAsk, useSession } from '@accord/kernel/admin';
import { useParams } from 'react-router';
import { CERTIFICATE_FIELDS, leftWords, standingOf, standingSentence, toneOf, type CertificateShown } from './certificate-words.js';
import { say } from './messages.js';

const ASK = `query Certificate($id: ID!) { systemCertificate(id: $id) { ${CERTIFICATE_FIELDS} } }`;
const CONFIRM = 'mutation ConfirmCertificate($input: ConfirmSystemCertificateInput!) { confirmSystemCertificate(input: $input) { id } }';
const REVOKE = 'mutation RevokeCertificate($input: RevokeSystemCertificateInput!) { revokeSystemCertificate(input: $input) { id } }';

/** One certificate: whose it is, how it stands, and who may confirm or end it. */
export function CertificatePage() {
  const { id = '' } = useParams();
  const asked = useAsk<{ systemCertificate: CertificateShown }>(ASK, { id });
  return (
    <AnsweredPage asked={asked} title={say('certificate')}>
      {({ systemCertificate: certificate }) => (
        <Page title={`${say('certificate')}: ${certificate.systemName}`} sentence={standingSentence(certificate)} actions={<Acts certificate={certificate} />}>
          <FactList facts={[
            [say('standing'), <StateWords key="s" tone={toneOf(certificate)} words={say(standingOf(certificate))} />],
            [say('left'), leftWords(certificate)],
            [say('consumer'), <OrganisationName key="o" name={certificate.consumerName} odsCode={certificate.consumerOdsCode} to={`/viewing-organisations/${certificate.consumerOdsCode}`} />],
            [say('system'), certificate.systemName],
            [say('subject'), certificate.subject],
            [say('fingerprint'), <Fingerprint key="f" sha256={certificate.sha256} />],
            [say('from'), <Moment key="a" at={certificate.fromAt} />],
            [say('until'), <UntilInstant key="b" at={certificate.untilAt} />],
            [say('registeredAt'), <Act key="c" at={certificate.registeredAt} by={certificate.registeredByName} />],
            [say('confirmedAt'), <Act key="d" at={certificate.confirmedAt} by={certificate.confirmedByName} />],
            ...(certificate.revokedAt === null ? [] : [[say('revokedAt'), <Act key="e" at={certificate.revokedAt} by={certificate.revokedByName} />] as const, [say('reason'), certificate.revokedReason ?? '–'] as const]),
          ]} />
          <p><AccordLink to="/certificates">{say('certificates')}</AccordLink></p>
        </Page>
      )}
    </AnsweredPage>
  );
}

function Act({ at, by }: { readonly at: string | null; readonly by: string | null }) {
  return at === null ? <>{say('notYet')}</> : <><Moment at={at} /> {by === null ? say('byHidden') : say('by', { name: by })}</>;
}

function Acts({ certificate }: { readonly certificate: CertificateShown }) {
  const { id, state, version, consumerOdsCode, consumerName, sha256, registeredByReader } = certificate;
  const session = useSession();
  const confirming = useAct<unknown>(CONFIRM);
  const revoking = useAct<unknown>(REVOKE);
  const facts = { consumerOdsCode };
  const consumer = `${consumerName} (${consumerOdsCode})`;
  return (
    <>
      {standingOf(certificate) === 'waiting' && (
        <ConfirmImpact label={say('confirm')} title={say('confirmTitle')} may={session.may('confirm', 'SystemCertificate', facts)} disabledBecause={registeredByReader ? say('confirmOwn') : undefined}
          asked={{ act: 'confirmCertificates', ids: [id] }} besides={<><p>{say('confirmPreview', { consumer })}</p><p><Fingerprint sha256={sha256} /></p></>}
          isPending={confirming.isPending} problem={confirming.problem} reset={confirming.reset} confirm={async (_reason, impactHash) => (await confirming.act({ id, expectedVersion: version, impactHash })) !== null} />
      )}
      {state !== 'revoked' && (
        <ConfirmImpact label={say('revoke')} title={say('revokeTitle')} may={session.may('revoke', 'SystemCertificate', facts)} narrowing asked={{ act: 'revokeCertificate', id }} besides={<p>{say('revokePreview', { consumer })}</p>}
          isPending={revoking.isPending} problem={revoking.problem} reset={revoking.reset}
          confirm={async (reason, impactHash) => (await revoking.act({ id, reason, ...(impactHash === null ? {} : { impactHash }) })) !== null} />
      )}
    </>
  );
}
