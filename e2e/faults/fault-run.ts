import { setTimeout as pause } from 'node:timers/promises';
import { Dice } from '@accord/kernel/testing';
import { ConsumerSystems } from './consumer-systems.js';
import { CONSUMERS, type FaultWorld, FIRST_CERTIFICATES, LANES, PROVIDERS } from './fault-world.js';
import { judge, pairsInForce } from './judge.js';
import { LifeLane, NotAsDone } from './life-lane.js';
import { MachineLane } from './machine-lane.js';
import { ReferenceModel } from './reference-model.js';

/** The six of the plan, and the signer, without whom nothing is published. */
export const KINDS = ['api', 'worker', 'publisher', 'feed', 'gateway', 'postgres', 'signer'] as const;
export type Kind = typeof KINDS[number];

const BETWEEN_KILLS = 34;
/** So long may what was acknowledged take to be enforced and found, once nothing is killed any more. */
const QUIET = 60_000;
/** How far questions may run ahead of acts: what is cheap must not use up the operations while something is down. */
const AHEAD = 25;

/** People act, systems ask, and processes die, all from one seed. */
export class FaultRun {
  readonly model = new ReferenceModel(LANES, FIRST_CERTIFICATES);
  readonly systems: ConsumerSystems;
  private readonly dice: Dice;
  private readonly lives: readonly LifeLane[];
  private readonly machines: MachineLane;
  private kinds: Kind[] = [];
  private over = false;

  constructor(private readonly world: FaultWorld) {
    const { seed } = world.diary;
    this.dice = new Dice(seed);
    this.systems = new ConsumerSystems(world);
    this.lives = LANES.map((_lane, at) => new LifeLane(world, this.model, at, new Dice(seed + 1 + at)));
    this.machines = new MachineLane(world, this.model, new Dice(seed + 101));
  }

  /** Everybody is asked to sign, and every gate holds. */
  async begin(): Promise<void> {
    for (const lane of this.lives) await lane.begin();
    await this.world.makeReady();
  }

  /** Plays so many operations, with kills unless told otherwise, and waits for nothing afterwards. */
  async play(operations: number, kinds: readonly Kind[] = KINDS): Promise<void> {
    const { diary } = this.world;
    const [began, until] = [diary.acts.length, diary.operations + operations];
    this.over = false;
    const goesOn = (): boolean => !this.over && diary.operations < until;
    const asks = (): number => diary.looks.length + diary.turnedAway;
    const asked = asks();
    const mayAsk = (): boolean => asks() - asked < 1.2 * (diary.acts.length - began) + AHEAD;
    const repeat = async (step: () => Promise<void>): Promise<void> => {
      try {
        while (goesOn()) await step();
      } finally {
        this.over = true;
      }
    };
    const dice = new Dice(diary.seed + 202 + diary.operations);
    const done = await Promise.allSettled([
      ...this.lives.map((lane) => repeat(() => lane.step())), repeat(async () => { await this.machines.step(); await pause(250); }),
      repeat(async () => { if (mayAsk()) await this.ask(dice); else await pause(10); }), ...(kinds.length === 0 ? [] : [repeat(() => this.kill(kinds, goesOn))]),
    ]);
    for (const each of done) if (each.status === 'rejected') throw each.reason;
  }

  /** Nobody kills and nobody acts: within a minute the gateway decides as the model and as SQL, and everything answered is found. */
  async calm(): Promise<void> {
    await this.world.everythingServes();
    for (const lane of this.lives) await lane.look();
    const until = performance.now() + QUIET;
    await untilNothing(() => this.isNotPublished(), until);
    await untilNothing(() => this.isDecidedOtherwise(), until);
    // Last, for whoever compares asks too.
    await untilNothing(() => this.isNotFound(), until);
    const found = await judge(this.world);
    if (found.length > 0) throw new NotAsDone(found.slice(0, 20).join('\n'));
  }

  /** So many questions, each answered. */
  async look(many: number): Promise<void> {
    for (let asked = 0; asked < many; asked += 1) await this.systems.compare('consumer', PROVIDERS[asked % PROVIDERS.length]!, 'summary');
  }

  /** Waits until whatever a gateway has on disk is in the log: it sends the oldest first. */
  async untilSent(): Promise<void> {
    await this.look(1);
    const last = this.world.diary.looks.at(-1)!.messageId;
    for (const began = performance.now(); performance.now() - began < QUIET; await pause(100)) {
      if ((await this.world.sql('SELECT FROM access_event WHERE message_id = $1', [last])).length > 0) return;
    }
    throw new NotAsDone('the gateway sends nothing');
  }

  close(): void {
    this.systems.close();
  }

  private async isNotPublished(): Promise<string | null> {
    const [open] = await this.world.sql<{ many: number }>('SELECT count(*)::integer AS many FROM outbox WHERE published_in IS NULL');
    return open!.many === 0 ? null : `${open!.many} announcements wait to be published`;
  }

  private async isNotFound(): Promise<string | null> {
    const answered = this.world.diary.looks.filter(({ publication }) => publication > 0).map(({ messageId }) => messageId);
    const [found] = await this.world.sql<{ many: number }>('SELECT count(*)::integer AS many FROM access_event WHERE message_id = ANY ($1)', [answered]);
    return found!.many >= answered.length ? null : `${answered.length - found!.many} looks are not in the access log`;
  }

  private async isDecidedOtherwise(): Promise<string | null> {
    const truth = await pairsInForce(this.world);
    for (const provider of PROVIDERS) {
      for (const consumer of CONSUMERS) {
        const certificate = Object.keys(FIRST_CERTIFICATES).find((name) => FIRST_CERTIFICATES[name] === consumer)!;
        const { body } = await this.systems.compare(certificate, provider, 'summary');
        const says = { gateway: body.decision === 'permit', model: this.model.permits(certificate, provider, 'summary'), sql: truth.has(`${provider} ${consumer}`) };
        if (new Set(Object.values(says)).size > 1) return `${provider} and ${consumer}: ${JSON.stringify(says)} ${body.reason ?? ''}`;
      }
    }
    for (const certificate of this.machines.certificates) {
      const { status, body } = await this.systems.compare(certificate, PROVIDERS[0]!, 'summary');
      const isTaken = status === 200 && body.reason !== 'CERTIFICATE_NOT_CURRENT';
      if (isTaken !== this.model.knows(certificate)) return `${certificate} is answered ${status} ${body.reason ?? body.code}`;
    }
    return null;
  }

  private async ask(dice: Dice): Promise<void> {
    const certificates = [...Object.keys(FIRST_CERTIFICATES), ...Object.keys(FIRST_CERTIFICATES), ...this.machines.certificates.slice(-4)];
    const asked = [dice.one(certificates), dice.one(PROVIDERS), dice.one(['summary', 'summary', 'medication'])] as const;
    if (await this.systems.once(...asked) === null) await pause(50);
  }

  /** Waits for some operations more, and then for a moment in the middle of one. */
  private async kill(kinds: readonly Kind[], goesOn: () => boolean): Promise<void> {
    const { diary, installation } = this.world;
    const due = diary.operations + BETWEEN_KILLS / 2 + this.dice.below(BETWEEN_KILLS);
    while (goesOn() && diary.operations < due) await pause(5);
    await pause(this.dice.below(120));
    if (!goesOn()) return;
    if (this.kinds.length === 0) this.kinds = [...kinds];
    const [kind] = this.kinds.splice(this.dice.below(this.kinds.length), 1) as [Kind];
    diary.kills[kind] = (diary.kills[kind] ?? 0) + 1;
    diary.say(`kill -9 ${kind}`);
    if (kind === 'postgres') await this.world.crashDatabase();
    else await installation.kill(kind);
  }
}

async function untilNothing(waits: () => Promise<string | null>, until: number): Promise<void> {
  for (let what = await waits(); what !== null; what = await waits()) {
    if (performance.now() > until) throw new NotAsDone(`${QUIET / 1000} s after the last kill ${what}`);
    await pause(250);
  }
}
