import { Readable } from 'node:stream';
import { DecideActivation, GoLive } from '@accord/activations/server';
import { ActivatableAgreements, type AgreementId } from '@accord/agreements';
import { AcceptPart, AgreementTermsReader, AmendAgreement, DeclinePart, DraftAgreement, OpenAmendment, OpenForSigning, SignParticipation, SubmitUploadedEvidence, VerifyPart } from '@accord/agreements/server';
import { TakeInUpload } from '@accord/evidence/server';
import { Refusal, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import type { ExampleViewer } from '@accord/tooling/server';
import { previewed } from '../previewed.js';
import type { ExampleStage } from './example-stage.js';

export interface AgreementPlan {
  readonly reference: string;
  readonly localityCode: string;
  readonly title: string;
  readonly purpose: string;
  readonly providers: readonly string[];
  readonly consumers: readonly ExampleViewer[];
  readonly beginsOn: string;
  readonly reviewOn: string;
  readonly endsOn: string;
  readonly draftedDaysAgo: number;
}

/** What an amendment says anew. */
export type Amended = Partial<Pick<AgreementPlan, 'title' | 'purpose' | 'beginsOn' | 'reviewOn' | 'endsOn'>>;

interface Party {
  readonly side: 'provider' | 'consumer';
  readonly id: string;
  readonly termsDigest: string;
  /** How often its part had been changed when it was asked for what it has to sign now. */
  readonly asked: number;
}

const LAWFUL_BASIS = 'UK GDPR Article 6(1)(e) and Article 9(2)(h)';
// How often a part has been changed when it is invited, and when it has signed, been verified and approved and gone live since.
const [INVITED, LIVE] = [1, 5];

/** One agreement of the example, and what is done under it: each act by the person who would do it, at its own instant. */
export class ExampleAgreement {
  private readonly parties = new Map<string, Party>();

  private constructor(private readonly stage: ExampleStage, readonly plan: AgreementPlan, readonly id: AgreementId) {}

  static async draft(stage: ExampleStage, plan: AgreementPlan): Promise<ExampleAgreement> {
    const { reference, title, purpose, beginsOn, reviewOn, endsOn, providers } = plan;
    const { id } = await stage.play(plan.draftedDaysAgo, '09:10', () => stage.get(DraftAgreement).execute(stage.officer(), {
      reference, serviceCode: 'DCR', localityId: stage.localities.get(plan.localityCode)!, title, purpose, purposeClass: 'direct-care', lawfulBasis: LAWFUL_BASIS,
      beginsOn, reviewOn, endsOn, providers, consumers: plan.consumers.map(({ odsCode, views }) => ({ odsCode, views })), idempotencyKey: `example:${reference}:draft`,
    }));
    return new ExampleAgreement(stage, plan, id);
  }

  async open(daysAgo: number): Promise<void> {
    await this.stage.play(daysAgo, '09:40', () => this.stage.get(OpenForSigning).execute(this.stage.officer(), { id: this.id, expectedVersion: 1, idempotencyKey: this.key('open') }));
    const agreement = await this.stage.play(daysAgo, '09:41', () => this.stage.get(Transactions).read(this.stage.officer(), (tx) => this.stage.get(ActivatableAgreements).byId(tx, this.id)));
    for (const { odsCode, side, id, termsDigest } of agreement!.sides) this.parties.set(odsCode, { side, id, termsDigest, asked: INVITED });
  }

  /** The next version, drafted and opened: whoever is named and live goes on by what they signed, and is asked to sign this. */
  async amend(amended: Amended, draftedDaysAgo: number, openedDaysAgo: number, providers = this.plan.providers): Promise<void> {
    const { title, purpose, beginsOn, reviewOn, endsOn, consumers } = { ...this.plan, ...amended };
    await this.stage.play(draftedDaysAgo, '09:15', () => this.stage.get(AmendAgreement).draft(this.stage.officer(), {
      id: this.id, expectedVersion: 2, title, purpose, purposeClass: 'direct-care', lawfulBasis: LAWFUL_BASIS, beginsOn, reviewOn, endsOn, providers,
      consumers: consumers.map(({ odsCode, views }) => ({ odsCode, views })), idempotencyKey: this.key('amend'),
    }));
    await this.stage.play(openedDaysAgo, '09:45', () => this.stage.get(OpenAmendment).execute(this.stage.officer(), { id: this.id, expectedVersion: 3, idempotencyKey: this.key('open-amendment') }));
    const { digest } = await this.stage.play(openedDaysAgo, '09:46', () => this.stage.get(Transactions).read(this.stage.officer(), (tx) => this.stage.get(AgreementTermsReader).newest(tx, this.id)));
    this.askAnew(digest);
  }

  /** Words that a proposal put to everybody beside those that stand. */
  async proposed(daysAgo: number, time: string): Promise<void> {
    const versions = await this.stage.play(daysAgo, time, () => this.stage.get(Transactions).read(this.stage.officer(), (tx) => this.stage.get(AgreementTermsReader).all(tx, this.id)));
    this.askAnew(versions.at(-1)!.digest);
  }

  /** Somebody with authority reads the document and signs, or accepts for a viewing organisation, in Accord. */
  async sign(odsCode: string, daysAgo: number, time = '11:20'): Promise<void> {
    const { side, id, termsDigest, asked } = this.party(odsCode);
    const signing = { id, expectedVersion: asked, termsDigest, idempotencyKey: this.key(`sign:${asked}`, odsCode) };
    await this.stage.play<{ id: string }>(daysAgo, time, () => (side === 'provider' ? this.stage.get(SignParticipation) : this.stage.get(AcceptPart)).execute(this.stage.signatory(odsCode), signing));
  }

  /** A paper that was signed by hand, scanned and uploaded. */
  async upload(odsCode: string, daysAgo: number, scan: Uint8Array, { by, time = '11:50', signedPage = 1 }: { by?: () => Actor; time?: string; signedPage?: number } = {}): Promise<void> {
    const { side, id, asked } = this.party(odsCode);
    const { authorityId } = this.stage.cast.signatories.get(odsCode)!;
    await this.stage.play(daysAgo, time, async () => {
      const uploads = this.stage.get(TakeInUpload);
      const takenIn = await uploads.execute(Readable.from([Buffer.from(scan)]));
      try {
        await this.stage.get(SubmitUploadedEvidence).execute(by?.() ?? this.stage.signatory(odsCode), {
          side, id, expectedVersion: asked, authorityId, signedOn: this.stage.calendar.day(daysAgo + 3), signedPage, takenIn, idempotencyKey: this.key('upload', odsCode),
        });
      } finally {
        await uploads.release(takenIn);
      }
    });
  }

  async verify(odsCode: string, daysAgo: number, time = '14:30'): Promise<void> {
    const { side, id, asked } = this.party(odsCode);
    await this.stage.play(daysAgo, time, () => this.stage.get(VerifyPart).accept(this.stage.otherOfficer(), { side, id, expectedVersion: asked + 1, idempotencyKey: this.key(`verify:${asked}`, odsCode) }));
  }

  async reject(odsCode: string, daysAgo: number, reason: string): Promise<void> {
    const { side, id, asked } = this.party(odsCode);
    await this.stage.play(daysAgo, '15:05', () => this.stage.get(VerifyPart).reject(this.stage.otherOfficer(), { side, id, expectedVersion: asked + 1, reason, idempotencyKey: this.key('reject', odsCode) }));
  }

  async decline(odsCode: string, daysAgo: number, reason: string): Promise<void> {
    const { side, id, asked } = this.party(odsCode);
    await this.stage.play(daysAgo, '16:45', () => this.stage.get(DeclinePart).execute(this.stage.signatory(odsCode), { side, id, expectedVersion: asked, reason, idempotencyKey: this.key('decline', odsCode) }));
  }

  /** Submits verified parties for approval; nothing is live yet. */
  async submit(codes: readonly string[], daysAgo: number): Promise<{ readonly id: string; readonly contentHash: string }> {
    const ids = codes.map((code) => this.party(code).id);
    return this.stage.play(daysAgo, '15:30', () => this.stage.get(DecideActivation).submit(this.stage.officer(), { agreementId: this.id, ids, idempotencyKey: this.key('submit', String(daysAgo)) }));
  }

  /** Submitted, and approved the same afternoon. */
  async approve(codes: readonly string[], daysAgo: number): Promise<string> {
    const { id, contentHash } = await this.submit(codes, daysAgo);
    await this.stage.play(daysAgo, '16:20', async () => this.stage.get(DecideActivation).approve(this.stage.approver(), {
      id, expectedVersion: 1, contentHash, impactHash: await previewed.approve(this.stage.capabilities, this.stage.approver(), id), idempotencyKey: this.key('approve', String(daysAgo)),
    }));
    return id;
  }

  /** Approved one day and taken live the next: every one that is ready. */
  async takeLive(codes: readonly string[], daysAgo: number): Promise<string> {
    const id = await this.approve(codes, daysAgo + 1);
    const { capabilities } = this.stage;
    await this.stage.play(daysAgo, '16:40', async () => this.stage.get(GoLive).execute(this.stage.officer(), {
      activationId: id, expectedVersion: 2, impactHash: await previewed.goLive(capabilities, this.stage.officer(), id), idempotencyKey: this.key('live', String(daysAgo)),
    }));
    return id;
  }

  party(odsCode: string): Party {
    return this.parties.get(odsCode)!;
  }

  key(act: string, of = ''): string {
    return `example:${this.plan.reference}:${act}:${of}`;
  }

  private askAnew(termsDigest: string): void {
    for (const [odsCode, party] of this.parties) this.parties.set(odsCode, { ...party, termsDigest, asked: LIVE });
  }
}

/** Tries what a rule refuses: the attempt is on record, and nothing changes. */
export async function refused(attempt: Promise<unknown>): Promise<void> {
  await attempt.then(() => undefined, (error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}
