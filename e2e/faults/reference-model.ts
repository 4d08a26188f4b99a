import { LifeModel, type Command } from '@accord/agreements/testing';

/** What an act that was done means: to the life of one agreement, or to what stands beside it. */
export type Deed =
  | { readonly kind: 'opened'; readonly lane: number }
  | { readonly kind: 'command'; readonly lane: number; readonly command: Command }
  | { readonly kind: 'stopped'; readonly stop: string; readonly provider: string | null; readonly consumer: string }
  | { readonly kind: 'lifted'; readonly stop: string }
  | { readonly kind: 'certificate'; readonly certificate: string; readonly consumer: string }
  | { readonly kind: 'revoked'; readonly certificate: string };

/** Who takes part in the agreements of one lane: practices first, as the places of the model number them. */
export interface Lane {
  readonly providers: readonly string[];
  readonly consumers: readonly string[];
}

export const VIEWS: Readonly<Record<string, readonly string[]>> = { TSTV01: ['summary', 'medication'], TSTV02: ['summary'] };

/**
 * Who may see what, said once more and in another way: deeds in the order in which they were done make a world. It knows no process, no database and
 * no publication, and shares no code with the product. A deed that answers false would have been unlawful, and has changed nothing.
 */
export class ReferenceModel {
  private readonly lives: (LifeModel | null)[];
  private readonly stops = new Map<string, { readonly provider: string | null; readonly consumer: string }>();
  private readonly certificates = new Map<string, string>();

  constructor(private readonly lanes: readonly Lane[], certificates: Readonly<Record<string, string>>) {
    this.lives = lanes.map(() => null);
    for (const [certificate, consumer] of Object.entries(certificates)) this.certificates.set(certificate, consumer);
  }

  take(deed: Deed): boolean {
    switch (deed.kind) {
      case 'opened': {
        const { providers, consumers } = this.lanes[deed.lane]!;
        // Whom a pair was stopped under the agreement before, that ends with it.
        for (const [id, { provider }] of this.stops) if (provider !== null && providers.includes(provider)) this.stops.delete(id);
        this.lives[deed.lane] = new LifeModel([...providers.map(() => 'provider' as const), ...consumers.map(() => 'consumer' as const)]);
        return true;
      }
      case 'command': return this.lives[deed.lane]?.take(deed.command) ?? false;
      case 'stopped': this.stops.set(deed.stop, deed); return true;
      case 'lifted': return this.stops.delete(deed.stop);
      case 'certificate': this.certificates.set(deed.certificate, deed.consumer); return true;
      case 'revoked': return this.certificates.delete(deed.certificate);
    }
  }

  life(lane: number): LifeModel | null {
    return this.lives[lane] ?? null;
  }

  /** What this deed would make of the life of a lane; null where it is refused. */
  foretold(lane: number, command: Command): LifeModel | null {
    const life = structuredClone(this.lives[lane]);
    const copy = life === null || life === undefined ? null : Object.assign(Object.create(LifeModel.prototype) as LifeModel, life);
    return copy?.take(command) === true ? copy : null;
  }

  isInForce(provider: string, consumer: string): boolean {
    const lane = this.lanes.findIndex(({ providers }) => providers.includes(provider));
    const { providers, consumers } = this.lanes[lane]!;
    const isLive = this.lives[lane]?.inForce().some(([one, other]) => providers[one] === provider && consumers[other - providers.length] === consumer) ?? false;
    return isLive && ![...this.stops.values()].some((stop) => stop.consumer === consumer && (stop.provider ?? provider) === provider);
  }

  /** May whoever presents this certificate see this view of this practice's records? */
  permits(certificate: string, provider: string, view: string): boolean {
    const consumer = this.certificates.get(certificate);
    return consumer !== undefined && VIEWS[consumer]!.includes(view) && this.isInForce(provider, consumer);
  }

  knows(certificate: string): boolean {
    return this.certificates.has(certificate);
  }
}
