import { PDFDocument } from '@cantoo/pdf-lib';
import { messageFor } from '@accord/kernel';
import type { PaperPart, SealedPaper } from '../../contract/index.js';
import { PageFlow } from './page-flow.js';

/** The pages of a paper, still without their seal. */
export async function writePaper(paper: SealedPaper): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(paper.title, { showInWindowTitleBar: true });
  document.setLanguage('en-GB');
  document.setProducer('Accord');
  document.setCreationDate(paper.madeAt);
  document.setModificationDate(paper.madeAt);
  const flow = await PageFlow.begin(document);
  flow.paragraph(paper.title, { size: 18, bold: true });
  for (const part of paper.parts) write(flow, part);
  flow.end((page, pages) => messageFor('PAPER_PAGE', { title: paper.title, page, pages }));
  return document.save({ useObjectStreams: false, addDefaultPage: false });
}

function write(flow: PageFlow, part: PaperPart): void {
  switch (part.kind) {
    case 'heading': flow.heading(part.text); break;
    case 'paragraph': flow.paragraph(part.text, { bold: part.isBold ?? false }); break;
    case 'fields': for (const [label, text] of part.rows) flow.field(label, text); break;
    case 'table': flow.table(part.widths.map((width) => ({ width })), part.head, part.rows); break;
  }
}
