import { sha256Hex } from '@accord/kernel';
import { compileCallers } from './compile-callers.js';
import { AgreementsByConsumer, compileConsumer } from './compile-consumers.js';
import { compileLocality, FactsFault, FactsIndex, publishedLocality, type CompiledLocality } from './compile-locality.js';
import type { Facts, LocalityRow, ServiceRow } from './facts.js';
import { compare } from './order.js';
import type { Target } from './target.js';

/**
 * Everything compiled, kept between publications. A full compile makes it; after that only the localities that an announcement
 * names are compiled again, of these only the versions whose rows differ, and of consumers only those that such a version names. What
 * is held is always what a full compile of the same facts would give, byte for byte.
 */
export class Summaries {
  private readonly compiled = new Map<string, CompiledLocality>();
  private readonly consumers = new Map<string, Target>();
  private readonly agreements = new AgreementsByConsumer();
  /** Of each consumer its member of the digest of all of them. */
  private readonly members = new Map<string, string>();
  /** The consumers in order of their codes; undefined once one came or went. */
  private consumersInOrder: readonly string[] | undefined;
  /** Their targets in that order; undefined once one changed. */
  private targetsInOrder: readonly Target[] | undefined;
  private services = new Map<string, readonly string[]>();
  private readonly faults = new Map<string, string>();
  private calling = compileCallers([]);

  static of(facts: Facts): Summaries {
    const summaries = new Summaries();
    summaries.take(facts);
    return summaries;
  }

  /**
   * Compiles the localities these facts hold; facts of other localities stay as they were. Gives the targets that are new. Facts that
   * contradict each other keep their own locality as it was, and no other.
   */
  take(facts: Facts): readonly Target[] {
    const index = new FactsIndex(facts);
    const changed: Target[] = [];
    const touched = new Set<string>(sameViews(facts.services, this.services) ? [] : this.consumers.keys());
    this.services = new Map([...this.services, ...facts.services.map((row) => [row.code, row.views] as const)]);
    const callers = facts.certificates === null ? this.calling : compileCallers(facts.certificates);
    if (callers.sha256 !== this.calling.sha256) changed.push(callers);
    this.calling = callers;
    for (const locality of index.localities) {
      const before = this.compiled.get(locality.code);
      const after = this.attempt(locality, index);
      if (after === undefined) continue;
      this.compiled.set(locality.code, after);
      if (before?.target.sha256 !== after.target.sha256) changed.push(after.target);
      for (const consumer of this.agreements.replace(before, after)) touched.add(consumer);
    }
    for (const consumer of [...touched].sort()) changed.push(...this.recompileConsumer(consumer));
    return changed;
  }

  private attempt(locality: LocalityRow, index: FactsIndex): CompiledLocality | undefined {
    this.faults.delete(locality.code);
    try {
      return compileLocality(locality, index, this.compiled.get(locality.code));
    } catch (error) {
      if (!(error instanceof FactsFault)) throw error;
      this.faults.set(locality.code, error.message);
      return undefined;
    }
  }

  /** Localities whose facts could not be compiled, and why. */
  get faulty(): ReadonlyMap<string, string> {
    return this.faults;
  }

  /** Those of them that nothing is held of: what was published of each has to be kept. */
  get missing(): readonly string[] {
    return [...this.faults.keys()].filter((code) => !this.compiled.has(code));
  }

  /** Goes on with what was published of a locality. */
  keep(code: string, target: Target): void {
    const kept = publishedLocality(code, target);
    const before = this.compiled.get(code);
    this.compiled.set(code, kept);
    for (const consumer of this.agreements.replace(before, kept)) this.recompileConsumer(consumer);
  }

  get callersTarget(): Target {
    return this.calling;
  }

  get localityTargets(): readonly Target[] {
    return [...this.compiled.values()].map((locality) => locality.target);
  }

  /** In order of their codes. */
  get consumerTargets(): readonly Target[] {
    this.targetsInOrder ??= this.codesInOrder.map((code) => this.consumers.get(code)!);
    return this.targetsInOrder;
  }

  /** Locality code to hash, in order of code. */
  get localities(): Readonly<Record<string, string>> {
    return inOrder([...this.compiled.values()].map(({ code, target }) => [code, target.sha256]));
  }

  /** One digest for all consumers' configurations, which a gateway may not read but whose change makes a publication. */
  get consumersDigest(): string {
    // The canonical JSON of code to hash, written as what it is: codes and digests need no quoting, and there are thousands.
    return sha256Hex(`{${this.codesInOrder.map((code) => this.members.get(code)).join()}}`);
  }

  private get codesInOrder(): readonly string[] {
    this.consumersInOrder ??= [...this.consumers.keys()].sort(compare);
    return this.consumersInOrder;
  }

  private recompileConsumer(consumer: string): Target[] {
    const agreements = this.agreements.of(consumer);
    const before = this.consumers.get(consumer);
    if (agreements.length === 0) {
      this.consumers.delete(consumer);
      if (before !== undefined) this.consumersInOrder = this.targetsInOrder = undefined;
      return [];
    }
    const after = compileConsumer(consumer, agreements, (service) => this.services.get(service) ?? []);
    if (before?.sha256 === after.sha256) return [];
    this.consumers.set(consumer, after);
    // Joined, because a concatenated one would have to be walked piece by piece each time.
    this.members.set(consumer, ['"', consumer, '":"', after.sha256, '"'].join(''));
    if (before === undefined) this.consumersInOrder = undefined;
    this.targetsInOrder = undefined;
    return [after];
  }
}

function sameViews(services: readonly ServiceRow[], known: ReadonlyMap<string, readonly string[]>): boolean {
  return services.every(({ code, views }) => known.get(code)?.join() === views.join());
}

function inOrder(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
