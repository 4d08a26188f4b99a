import { Global, Module } from '@nestjs/common';
import { ActivatableAgreements, ActivationSteps, CutOvers, EvidenceToVerifyByMe, OrganisationTasks, StopsOnRecord } from '@accord/agreements';
import { LiveSharing } from '@accord/directory';
import './abilities.js';
import { AmendmentsResolver } from './graphql/amendments.resolver.js';
import { AgreementsResolver } from './graphql/agreements.resolver.js';
import { DraftingResolver } from './graphql/drafting.resolver.js';
import { EvidenceQueueResolver } from './graphql/evidence-queue.resolver.js';
import { PartiesResolver } from './graphql/parties.resolver.js';
import { ProposalsResolver } from './graphql/proposals.resolver.js';
import { OrganisationTasksResolver } from './graphql/organisation-tasks.resolver.js';
import { StopsResolver } from './graphql/stops.resolver.js';
import { StoredActivatableAgreements } from './read-models/activatable-agreements.js';
import { AgreementTermsReader } from './storage/agreement-terms.js';
import { AgreementListReader } from './read-models/agreement-list.js';
import { AgreementsReader } from './read-models/agreements.js';
import { EvidenceQueue } from './read-models/evidence-queue.js';
import { PartyPairs } from './read-models/party-pairs.js';
import { DerivedOrganisationTasks } from './read-models/organisation-tasks.js';
import { ProposalsReader } from './read-models/view-set-proposals.js';
import { StopsReader } from './read-models/stops.js';
import { StoredStopsOnRecord } from './read-models/stops-on-record.js';
import { StoredLiveSharing } from './read-models/live-sharing.js';
import { TakenPairs } from './storage/taken-pairs.js';
import { VersionStandings } from './storage/version-standings.js';
import { CutOverMoves } from './storage/cut-overs.js';
import { Pairs } from './storage/pairs.js';
import { ConsumerParts, Participations } from './storage/party-parts.js';
import { LapsedAskings } from './storage/lapsed-askings.js';
import { ProposedVersions } from './storage/proposed-versions.js';
import { ProvedTerms } from './storage/proved-terms.js';
import { Renewals } from './storage/renewals.js';
import { SharingAgreements } from './storage/sharing-agreements.js';
import { StandingParties } from './storage/standing-parties.js';
import { Invitations } from './storage/invitations.js';
import { OrganisationTaskDecisions } from './storage/organisation-task-decisions.js';
import { Rejoining } from './storage/rejoining.js';
import { Stoppable } from './storage/stoppable.js';
import { Stops } from './storage/stops.js';
import { AcceptPart } from './use-cases/accept-part.js';
import { StepsOfActivation } from './use-cases/activation-steps.js';
import { AmendAgreement } from './use-cases/amend-agreement.js';
import { CoolingOff } from './use-cases/cooling-off.js';
import { CutOversAsked, CutOverViewSet } from './use-cases/cut-over-view-set.js';
import { CloseOrEndAgreement } from './use-cases/close-or-end-agreement.js';
import { DeclinePart } from './use-cases/decline-part.js';
import { DraftAgreement } from './use-cases/draft-agreement.js';
import { DraftCollisions } from './use-cases/draft-collisions.js';
import { DraftChecks } from './use-cases/draft-checks.js';
import { EditDraft } from './use-cases/edit-draft.js';
import { EndViewSetProposal } from './use-cases/end-view-set-proposal.js';
import { InviteAgain } from './use-cases/invite-again.js';
import { NarrowPart } from './use-cases/narrow-part.js';
import { OpenAmendment } from './use-cases/open-amendment.js';
import { OpenForSigning } from './use-cases/open-for-signing.js';
import { Parties } from './use-cases/party.js';
import { PreviewViewSetProposal } from './use-cases/preview-view-set-proposal.js';
import { ProposalGround } from './use-cases/proposed-for.js';
import { ProposeViewSet } from './use-cases/propose-view-set.js';
import { ResumePart } from './use-cases/resume-part.js';
import { SignParticipation } from './use-cases/sign-participation.js';
import { Signing } from './use-cases/signing.js';
import { SettleOrganisationTask } from './use-cases/settle-organisation-task.js';
import { StopSharing } from './use-cases/stop-sharing.js';
import { SubmitUploadedEvidence } from './use-cases/submit-uploaded-evidence.js';
import { TermsOfAgreement } from './use-cases/terms-of-agreement.js';
import { VerifyPart } from './use-cases/verify-part.js';
import { VersionsOfAgreement } from './use-cases/versions-of-agreement.js';

const useCases = [DraftAgreement, EditDraft, OpenForSigning, AmendAgreement, OpenAmendment, CloseOrEndAgreement, SignParticipation, AcceptPart, SubmitUploadedEvidence, DeclinePart, VerifyPart, InviteAgain, NarrowPart, ResumePart, StopSharing, SettleOrganisationTask, ProposeViewSet, CutOverViewSet, EndViewSetProposal];

@Global()
@Module({
  providers: [
    SharingAgreements, StandingParties, Invitations, Renewals, VersionStandings, VersionsOfAgreement, TakenPairs, Participations, ConsumerParts, ProvedTerms, Pairs, Stops, Parties, Signing, CoolingOff, TermsOfAgreement, DraftChecks, DraftCollisions, AgreementTermsReader, AgreementsReader,
    AgreementListReader, EvidenceQueue, PartyPairs, StopsReader, Stoppable, Rejoining, OrganisationTaskDecisions,
    ProposedVersions, LapsedAskings, ProposalGround, PreviewViewSetProposal, ProposalsReader, CutOverMoves, { provide: CutOvers, useClass: CutOversAsked },
    ...useCases,
    { provide: ActivatableAgreements, useClass: StoredActivatableAgreements },
    { provide: ActivationSteps, useClass: StepsOfActivation },
    { provide: EvidenceToVerifyByMe, useExisting: EvidenceQueue },
    { provide: LiveSharing, useClass: StoredLiveSharing },
    { provide: StopsOnRecord, useClass: StoredStopsOnRecord },
    { provide: OrganisationTasks, useClass: DerivedOrganisationTasks },
    AgreementsResolver, AmendmentsResolver, DraftingResolver, EvidenceQueueResolver, PartiesResolver, ProposalsResolver, StopsResolver, OrganisationTasksResolver,
  ],
  exports: [...useCases, AgreementTermsReader, AgreementsReader, ActivatableAgreements, ActivationSteps, EvidenceToVerifyByMe, LiveSharing, StopsOnRecord, OrganisationTasks, CutOvers],
})
export class AgreementsModule {}
