import { ImpactOfActs, type ImpactCompared } from '@accord/agreements';

/** For specs of what agreements do by themselves: nobody looks at an impact first, and nobody is held to one. */
export class UnaskedImpact extends ImpactOfActs {
  inTurn(): Promise<void> { return Promise.resolve(); }
  hashOf(): Promise<string> { return Promise.resolve(''); }
  demandUnchanged(): Promise<void> { return Promise.resolve(); }
  compared(): Promise<ImpactCompared> { return Promise.resolve({ impactSeen: null, impactFound: null, impactMoved: false }); }
}
