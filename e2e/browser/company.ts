import { aQuestion, decide, until } from '../chain/cast.js';
import type { Hands } from './hands.js';
import { lookAt } from './look.js';
import type { Person } from './person.js';
import { Stage } from './stage.js';

/** How somebody uses a browser. */
export type WithHands = new (person: Person) => Hands;

/** Everybody who acts in a journey through the example, each at a browser of their own, entering when they are first called. */
export class Company {
  private readonly members = new Map<string, Hands>();
  private readonly faults: string[] = [];

  private constructor(readonly stage: Stage, private readonly handsOf: (name: string) => WithHands) {}

  static async ofTheExample(handsOf: (name: string) => WithHands): Promise<Company> {
    return new Company(await Stage.example(), handsOf);
  }

  async as(name: string, strong = true): Promise<Hands> {
    const known = this.members.get(name);
    if (known !== undefined) return known;
    const With = this.handsOf(name);
    const own = new With(await this.stage.enter(name, { strong, press: (at, button) => new With({ page: at } as Person).presses(at, button) }));
    this.members.set(name, own);
    return own;
  }

  /** On their own first page. */
  async home(name: string, strong = true): Promise<Hands> {
    const who = await this.as(name, strong);
    await who.person.open('/');
    await who.arrives('Home');
    return who;
  }

  async look(who: Hands, name: string): Promise<void> {
    this.faults.push(...await lookAt(who.person, name));
  }

  /** Until the gateway, asked by the viewer for one view of a practice's records, answers so. */
  async answers(reason: string, question: { readonly provider?: string; readonly views?: readonly string[] } = {}): Promise<void> {
    await until(() => decide(this.stage.installation, aQuestion(question)), ({ body }) => body.reason === reason);
  }

  /** What looked wrong on the way, and what any browser complained of. */
  complaints(): readonly string[] {
    return [...this.faults, ...this.stage.complaints()];
  }
}
