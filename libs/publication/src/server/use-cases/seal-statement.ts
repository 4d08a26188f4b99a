import { Injectable } from '@nestjs/common';
import type { StopOnRecord } from '@accord/agreements';
import { SealedPapers, type SealedPaper } from '@accord/evidence';
import { stopStatement, type StandingOnStatement } from '../domain/stop-statement.js';

/** Writes what was stopped and how far the gateways are, and seals it with the time at which it says so. */
@Injectable()
export class SealStatement {
  constructor(private readonly papers: SealedPapers) {}

  paper(stop: StopOnRecord, standing: StandingOnStatement | null, at: Date): SealedPaper {
    return stopStatement(stop, standing, at);
  }

  pdf(paper: SealedPaper): Promise<Uint8Array> {
    return this.papers.pdf(paper);
  }
}
