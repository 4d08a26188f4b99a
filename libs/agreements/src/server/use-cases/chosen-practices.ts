import { Injectable } from '@nestjs/common';
import { InvalidInput, NotPermitted, type Tx } from '@accord/kernel';
import { demand } from '@accord/kernel/server';
import { readPractices } from '../domain/campaign.js';
import type { ChosenPractice } from '../storage/campaigns.js';
import { SelectablePractices } from '../storage/selectable-practices.js';

/** Whom a campaign would name: every code a practice of a locality of whoever runs it, or none at all. */
@Injectable()
export class ChosenPractices {
  constructor(private readonly practices: SelectablePractices) {}

  async read(tx: Tx, given: readonly string[]): Promise<readonly ChosenPractice[]> {
    const codes = readPractices(given);
    const [found, known] = [await this.practices.byCode(tx, codes), await this.practices.known(tx, codes)];
    return codes.map((code) => {
      const practice = found.get(code);
      if (practice === undefined && !known.has(code)) throw new InvalidInput('practices', `${code} is not in the directory`);
      if (practice === undefined) throw new NotPermitted('run');
      demand(tx, 'run', 'Campaign', { localityId: practice.localityId });
      return practice;
    });
  }
}
