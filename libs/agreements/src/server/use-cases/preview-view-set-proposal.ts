import { Injectable } from '@nestjs/common';
import { Refusal, type Tx } from '@accord/kernel';
import { actorOf, sql } from '@accord/kernel/server';
import { AmendmentInTheWay, NobodyAsked, termsDigest } from '@accord/agreements';
import { ViewSetProposals } from '@accord/views';
import { whoIsAsked } from '../domain/who-is-asked.js';
import { AgreementTermsReader, type AgreementTerms } from '../storage/agreement-terms.js';
import { ProposedVersions, type Touched } from '../storage/proposed-versions.js';
import { StandingParties } from '../storage/standing-parties.js';
import { ProposalGround, type ProposedFor, type WantedViewSet } from './proposed-for.js';

export interface PreviewedAgreement {
  readonly agreementId: string;
  readonly reference: string;
  readonly title: string;
  readonly localityName: string;
  /** Parties that would be asked. */
  readonly providers: number;
  readonly consumers: number;
}

export interface PreviewedProposal extends Pick<ProposedFor, 'viewingOrganisation' | 'viewsNow' | 'views'> {
  readonly consumers: readonly { readonly odsCode: string; readonly name: string }[];
  readonly agreements: readonly PreviewedAgreement[];
  readonly asked: number;
  /** Everything that proposing it would be refused for. */
  readonly hindrances: readonly Refusal[];
}

/** Whom a proposal would ask, and what stands in its way, before it is made. */
@Injectable()
export class PreviewViewSetProposal {
  constructor(
    private readonly ground: ProposalGround, private readonly proposals: ViewSetProposals, private readonly versions: ProposedVersions, private readonly terms: AgreementTermsReader, private readonly standing: StandingParties,
  ) {}

  async execute(tx: Tx, wanted: WantedViewSet): Promise<PreviewedProposal> {
    const found = await this.ground.read(tx, wanted);
    const mine: readonly string[] = actorOf(tx).localities;
    const served = found.touched.filter(({ localityId }) => mine.includes(localityId));
    const named = served.filter(({ isNamed }) => isNamed);
    const agreements: PreviewedAgreement[] = [];
    for (const each of named) agreements.push(await this.previewed(tx, each, found));
    agreements.sort((a, b) => (a.reference < b.reference ? -1 : 1));
    const asked = agreements.reduce((sum, { providers, consumers }) => sum + providers + consumers, 0);
    const hindrances = [
      await refusalOf(() => this.ground.demandServed(tx, found.touched)), await refusalOf(async () => {
        await this.proposals.demandNone(tx, found.serviceCode, found.consumers);
        for (const { agreementId } of named) await this.versions.demandNone(tx, agreementId);
      }),
      await refusalOf(() => { this.ground.demandOther(found); }),
      await refusalOf(async () => {
        const drafted = await this.versions.drafted(tx, named.map(({ agreementId }) => agreementId));
        if (drafted.length > 0) throw new AmendmentInTheWay(drafted);
      }),
      ...(asked === 0 ? [new NobodyAsked()] : []),
    ].filter((each) => each !== null);
    const consumers = await sql<{ odsCode: string; name: string }>(tx, 'SELECT ods_code AS "odsCode", name FROM organisation WHERE ods_code = ANY ($1) ORDER BY 1', [found.consumers]);
    return { viewingOrganisation: found.viewingOrganisation, viewsNow: found.viewsNow, views: found.views, consumers, agreements, asked, hindrances };
  }

  private async previewed(tx: Tx, { agreementId, localityId }: Touched, { fromViewSetId, views }: ProposedFor): Promise<PreviewedAgreement> {
    const newest = await this.terms.newest(tx, agreementId);
    const consumers = newest.consumers.map((named) => (named.viewSetId === fromViewSetId ? { ...named, views, viewSetId: null } : named));
    const proposed: AgreementTerms = { ...newest, consumers, digest: termsDigest({ ...newest, consumers }) };
    const { again } = whoIsAsked(proposed, await this.terms.all(tx, agreementId), await this.standing.of(tx, agreementId));
    const [place] = await sql<{ name: string }>(tx, 'SELECT name FROM locality WHERE id = $1', [localityId]);
    const of = (side: string): number => again.filter((each) => each.side === side).length;
    return { agreementId, reference: newest.reference, title: newest.title, localityName: place!.name, providers: of('provider'), consumers: of('consumer') };
  }
}

async function refusalOf(check: () => Promise<void> | void): Promise<Refusal | null> {
  try {
    await check();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
