import { Injectable } from '@nestjs/common';
import { SealedPapers, type SealedPaper } from '../../contract/index.js';
import { Seal } from '../domain/seal.js';
import { SignablePdf } from '../domain/signable-pdf.js';
import { writePaper } from '../domain/write-paper.js';

/** Writes a paper of Accord's own and seals it: each time anew, with the time at which it says what it says. */
@Injectable()
export class SealPapers extends SealedPapers {
  constructor(private readonly seal: Seal) { super(); }

  async pdf(paper: SealedPaper): Promise<Uint8Array> {
    return (await SignablePdf.read(await writePaper(paper))).sealAs(paper, this.seal);
  }
}
