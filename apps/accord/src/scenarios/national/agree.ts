import { ActivatableAgreements, type ActivatableAgreement, type AgreementId } from '@accord/agreements';
import { AcceptPart, DraftAgreement, OpenForSigning, SignParticipation, VerifyPart } from '@accord/agreements/server';
import { DecideActivation, GoLive } from '@accord/activations/server';
import { Transactions } from '@accord/kernel/server';
import type { Capabilities } from '../../capabilities.js';
import { previewed } from '../../previewed.js';
import { freshly, type Cast } from './cast.js';
import { viewsOf, type CountryLocality } from './country.js';
import { inParallel } from './in-parallel.js';

const AT_ONCE = 6;

/** One agreement of one locality, from draft to live: every practice signs, every viewer accepts, each in a transaction of its own. */
export async function agree(capabilities: Capabilities, cast: Cast, locality: CountryLocality): Promise<number> {
  const get = capabilities.get;
  const { id } = await get(DraftAgreement).execute(cast.officer, {
    reference: `DCR-${locality.code}-0001`, serviceCode: 'DCR', localityId: locality.id, title: `Detailed Care Record in ${locality.code}`,
    purpose: 'Direct care of patients by services that see them out of their practice', purposeClass: 'direct-care', lawfulBasis: 'UK GDPR Article 6(1)(e) and Article 9(2)(h)',
    beginsOn: '2024-01-01', reviewOn: '2098-12-31', endsOn: '2099-12-31', providers: locality.practices.map((each) => each.odsCode),
    consumers: locality.viewers.map((each) => ({ odsCode: each.odsCode, views: viewsOf(each) })),
  });
  await get(OpenForSigning).execute(cast.officer, { id, expectedVersion: 1 });

  const invited = await sidesOf(capabilities, cast, id);
  await inParallel(invited.sides, AT_ONCE, (side) => {
    const signing = { id: side.id, expectedVersion: side.version, termsDigest: side.termsDigest };
    const signatory = cast.signatoryOf(side.odsCode);
    return side.side === 'provider' ? get(SignParticipation).execute(signatory, signing) : get(AcceptPart).execute(signatory, signing);
  });
  const signed = await sidesOf(capabilities, cast, id);
  await inParallel(signed.sides, AT_ONCE, (side) => get(VerifyPart).accept(cast.otherOfficer, { side: side.side, id: side.id, expectedVersion: side.version }));

  const activation = await get(DecideActivation).submit(cast.officer, { agreementId: id, expectedVersion: signed.version });
  const approver = freshly(cast.approver);
  await get(DecideActivation).approve(approver, { id: activation.id, expectedVersion: 1, contentHash: activation.contentHash, impactHash: await previewed.approve(capabilities, approver, activation.id) });
  const impactHash = await previewed.goLive(capabilities, cast.officer, activation.id);
  return (await get(GoLive).execute(cast.officer, { activationId: activation.id, expectedVersion: 2, impactHash })).pairsGained;
}

async function sidesOf(capabilities: Capabilities, cast: Cast, id: AgreementId): Promise<ActivatableAgreement> {
  return (await capabilities.get(Transactions).read(cast.officer, (tx) => capabilities.get(ActivatableAgreements).byId(tx, id)))!;
}
