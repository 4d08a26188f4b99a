import type { Finding } from '../../contract/finding.js';

/** What a look found, piece by piece: a second look need only look at the pieces in which the first found something. */
export class Found {
  private readonly pieces = new Map<string, readonly Finding[]>();

  /** @param only where an earlier look found something; everywhere without */
  constructor(private readonly only?: Found) {}

  /** A piece is named `group/name`: what was found of the group as a whole asks for each of it. */
  wants(piece: string): boolean {
    return this.only === undefined || this.only.has(piece) || this.only.has(piece.split('/', 1)[0]!);
  }

  /** From here on the piece has been looked at, also where nothing was found. */
  add(piece: string, findings: readonly Finding[]): void {
    this.pieces.set(piece, [...this.pieces.get(piece) ?? [], ...findings]);
  }

  get findings(): readonly Finding[] {
    return [...this.pieces.values()].flat();
  }

  /** What the earlier look found where this one has not looked. */
  get left(): readonly Finding[] {
    return [...this.only?.pieces ?? []].filter(([piece]) => !this.pieces.has(piece)).flatMap(([, findings]) => findings);
  }

  private has(piece: string): boolean {
    return (this.pieces.get(piece)?.length ?? 0) > 0;
  }
}
