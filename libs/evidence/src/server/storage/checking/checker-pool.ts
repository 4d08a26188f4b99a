import { finding, type DocumentReport } from '../../../contract/index.js';
import type { CheckRequest } from '../../domain/check-pdf.js';
import { ChildPool, type ChildPoolOptions } from './child-pool.js';

export interface PoolOptions extends ChildPoolOptions {
  readonly maxPages?: number;
  /** PEM certificates of issuers of signatures that are trusted here. */
  readonly anchors?: readonly string[];
}

/** Checks files in child processes, each read when its turn comes; what a child did not survive is refused as uncheckable. */
export class CheckerPool {
  private readonly children: ChildPool;

  constructor(private readonly options: PoolOptions = {}) {
    this.children = new ChildPool('checking/checker-child.js', options);
  }

  /** What holds the children in, in one line for the log. */
  get describes(): string {
    return `document checker: ${this.children.describes}`;
  }

  /** Starts one child ahead of the first file. */
  warm(): Promise<void> {
    return this.children.warm();
  }

  async check(read: () => Promise<Uint8Array>, now: Date): Promise<DocumentReport> {
    const request: CheckRequest = { now: now.toISOString(), anchors: this.options.anchors ?? [], maxPages: this.options.maxPages ?? 1000 };
    const answer = await this.children.ask({ read, request });
    return 'said' in answer ? JSON.parse(answer.said.toString('utf8')) as DocumentReport : { pages: null, findings: [finding('UNCHECKABLE', answer.ended)], signatures: [] };
  }

  close(): void {
    this.children.close();
  }
}
