import { DocumentCannotBeShown, PageOutOfRange, type RasterScale } from '../../../contract/index.js';
import type { Drawn, Rasters } from '../../domain/rasters.js';
import { ChildPool, type ChildPoolOptions } from '../checking/child-pool.js';
import type { RasterAnswer, RasterRequest } from './raster-request.js';

const LINE_END = 10;

/**
 * Documents as pictures and as plain text, made in child processes with bounds of time and memory: what is inside a document was
 * written by others, and no browser is handed it to interpret.
 */
export class DocumentRasters implements Rasters {
  private readonly children: ChildPool;

  constructor(options: ChildPoolOptions = {}) {
    // A child holds the reader, the file and one large page: at scale 3 measured at 230 MB for a page of text, 440 MB for a coloured scan of 20 MB.
    this.children = new ChildPool('rasters/raster-child.js', { residentBytes: 512 * 1024 * 1024, largestAnswer: 40 * 1024 * 1024, filesPerProcess: 100, ...options });
  }

  get describes(): string {
    return `document pictures: ${this.children.describes}`;
  }

  async pages(document: Drawn): Promise<number> {
    const { said } = await this.ask(document, { wants: 'info' });
    if (!('pages' in said) || said.pages === undefined || said.pages < 1) throw new DocumentCannotBeShown();
    return said.pages;
  }

  async picture(document: Drawn, page: number, scale: RasterScale): Promise<Buffer> {
    const { said, rest } = await this.ask(document, { wants: 'page', page, scale });
    if ('problem' in said && said.problem === 'page') throw new PageOutOfRange(page, said.pages ?? 0);
    if (!('picture' in said)) throw new DocumentCannotBeShown();
    return rest;
  }

  async text(document: Drawn): Promise<readonly string[]> {
    const { said } = await this.ask(document, { wants: 'text' });
    if (!('text' in said)) throw new DocumentCannotBeShown();
    return said.text;
  }

  close(): void {
    this.children.close();
  }

  private async ask(document: Drawn, request: RasterRequest): Promise<{ readonly said: RasterAnswer; readonly rest: Buffer }> {
    const answer = await this.children.ask({ read: () => document.bytes(), request, who: document.who, same: `${document.sha256} ${JSON.stringify(request)}` });
    if (!('said' in answer)) throw new DocumentCannotBeShown();
    const end = answer.said.indexOf(LINE_END);
    return { said: JSON.parse(answer.said.subarray(0, end).toString('utf8')) as RasterAnswer, rest: answer.said.subarray(end + 1) };
  }
}
