import { ActivationWorld } from '@accord/activations/testing';
import { viewsSeen, type AgreementId } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import type { Actor, Duty } from '@accord/kernel';
import { PublishedSharing } from '@accord/publication/testing';
import type { Impact } from '../contract/index.js';
import '../server/abilities.js';
import { ActsAsked, type Asked } from '../server/read-models/acts-asked.js';
import { PreviewedImpact } from '../server/read-models/previewed-impact.js';
import { SharingWorldReader } from '../server/read-models/sharing-world-reader.js';
import { sights } from '../server/read-models/sights.js';

const DAY = 86_400_000;
const NOTHING = { id: null, ids: null, scope: null, consumerOdsCode: null };
type Question = Partial<Asked> & Pick<Asked, 'act'>;

export class NotAsPreviewed extends Error {}

/** Practices that share with two viewing organisations, and whoever asks what an act would change of that. */
export class PreviewWorld {
  practices: readonly string[] = [];
  viewers: readonly string[] = [];
  agreement!: AgreementId;
  private number = 0;

  private constructor(readonly world: ActivationWorld, readonly impacts: PreviewedImpact, private readonly acts: ActsAsked, private readonly publishing: PublishedSharing) {}

  static async open(impacts = new PreviewedImpact(new SharingWorldReader())): Promise<PreviewWorld> {
    const world = await ActivationWorld.open(impacts);
    const { agreements } = world;
    return new PreviewWorld(world, impacts, new ActsAsked(world.acts, agreements.cutOvers), await PublishedSharing.of(agreements.database, agreements.clock));
  }

  get agreements(): AgreementWorld {
    return this.world.agreements;
  }

  /** A pair is held by one agreement at a time: organisations of its own for each spec, and an agreement in which they may go live. */
  async newOrganisations(practices: number): Promise<void> {
    const { places } = this.agreements;
    this.number += 1;
    this.practices = ['A', 'B', 'C'].slice(0, practices).map((letter) => `TSTQ${this.number}${letter}`);
    this.viewers = ['X', 'Y'].map((letter) => `TSTW${this.number}${letter}`);
    await places.beyondTheRules(async () => {
      for (const code of this.practices) await places.organisation(code, `Surgery ${code}`, places.here);
      for (const code of this.viewers) await places.organisation(code, `Hospice ${code}`, null);
    });
    const [one, other] = this.viewers as [string, string];
    this.agreement = await this.world.readyAgreement({ providers: [...this.practices], consumers: [{ odsCode: one, views: ['summary', 'medication'] }, { odsCode: other, views: ['summary', 'events'] }] });
  }

  partyOf(code: string): ReturnType<AgreementWorld['party']> {
    return this.agreements.party(this.agreement, code);
  }

  somebody(duty: Duty, odsCode: string): Promise<Actor> {
    return this.agreements.places.somebody(`Somebody ${duty}`, duty, { odsCode });
  }

  preview(actor: Actor, asked: Question): Promise<Impact> {
    return this.agreements.transactions.read(actor, async (tx) => this.impacts.of(tx, (await this.acts.find(tx, { ...NOTHING, ...asked })).act));
  }

  async approved(codes: readonly string[]): Promise<string> {
    const { approver: approving, clock } = this.agreements;
    const ids = await Promise.all(codes.map(async (code) => (await this.partyOf(code)).id));
    const { id, contentHash } = await this.world.submitted(this.agreement, ids);
    const approver = { ...approving, authenticatedAt: clock.now() };
    await this.world.deciding.approve(approver, { id, expectedVersion: 1, contentHash, impactHash: (await this.preview(approver, { act: 'approve', id })).hash });
    return id;
  }

  async live(): Promise<void> {
    const { officer } = this.agreements;
    const id = await this.approved([...this.practices, ...this.viewers]);
    await this.world.going.execute(officer, { activationId: id, impactHash: (await this.preview(officer, { act: 'goLive', id })).hash });
  }

  /** "provider consumer view" of everything seen, as the pages of who sees what say; of these practices alone, where days pass for others too. */
  async seen(practices?: readonly string[]): Promise<Set<string>> {
    const { transactions, auditor, clock } = this.agreements;
    await this.publishing.publish();
    return transactions.read(auditor, async (tx) => {
      const { rows } = await sights(tx, { service: 'DCR', provider: null, consumer: null });
      return new Set(rows.filter(({ providerOdsCode }) => practices?.includes(providerOdsCode) ?? true)
        .flatMap((row) => viewsSeen(row, clock.now()).map((view) => `${row.providerOdsCode} ${row.consumerOdsCode} ${view}`)));
    });
  }

  /** Previews, does, publishes; what was previewed must be what is then seen otherwise. Gives how many triples changed. */
  async asPreviewed<T>(actor: Actor, asked: Question, act: (impactHash: string) => Promise<T>): Promise<{ readonly gained: number; readonly lost: number; readonly done: T }> {
    const before = await this.seen();
    const shown = await this.preview(actor, asked);
    const done = await act(shown.hash);
    return { ...asShown(shown, before, await this.seen()), done };
  }

  /** The same of an act whose day may be yet to come: until then nothing is seen otherwise. */
  async asPreviewedFor(days: number, actor: Actor, asked: Question, act: (impactHash: string) => Promise<unknown>): Promise<{ readonly gained: number; readonly lost: number }> {
    const { clock } = this.agreements;
    const shown = await this.preview(actor, asked);
    const on = new Date(clock.now().getTime() + days * DAY).toISOString().slice(0, 10);
    for (const { from } of shown.pairs) demandEqual(days === 0 ? null : on, from?.slice(0, 10) ?? null);
    const before = await this.seen(this.practices);
    await act(shown.hash);
    if (days > 0) {
      demandEqual([...before].sort(), [...await this.seen(this.practices)].sort());
      clock.advance(days * DAY);
    }
    return asShown(shown, before, await this.seen(this.practices));
  }

  close(): Promise<void> {
    return this.agreements.close();
  }
}

export const triples = ({ pairs }: Impact, which: 'gained' | 'lost'): string[] =>
  pairs.flatMap((pair) => pair[which].map((view) => `${pair.provider} ${pair.consumer} ${view}`)).sort();

function asShown(shown: Impact, before: ReadonlySet<string>, after: ReadonlySet<string>): { readonly gained: number; readonly lost: number } {
  const [gained, lost] = [[...after].filter((each) => !before.has(each)).sort(), [...before].filter((each) => !after.has(each)).sort()];
  demandEqual({ gained: triples(shown, 'gained'), lost: triples(shown, 'lost') }, { gained, lost });
  return { gained: gained.length, lost: lost.length };
}

function demandEqual(previewed: unknown, seen: unknown): void {
  const [one, other] = [JSON.stringify(previewed), JSON.stringify(seen)];
  if (one !== other) throw new NotAsPreviewed(`Previewed was ${one}, and seen is ${other}.`);
}
