import { PDFDocument } from '@cantoo/pdf-lib';
import { messageFor } from '@accord/kernel';
import type { AgreementDocument } from '../../contract/index.js';
import { PageFlow, WIDTH } from './page-flow.js';

/** With more providers than this the document carries a schedule, and each signed page names its own provider first. */
const PROVIDERS_IN_TEXT = 20;

/**
 * The document every party of one agreement version signs: the same bytes for all, so that one digest names what was signed. It is
 * made once per version; signing adds a page and a seal (see SignablePdf).
 */
export async function writeAgreementDocument(agreement: AgreementDocument): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const title = `${messageFor('DOCUMENT_AGREEMENT')} ${agreement.reference}, ${messageFor('DOCUMENT_VERSION', { version: agreement.version })}`;
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setLanguage('en-GB');
  document.setProducer('Accord');
  document.setCreationDate(agreement.madeAt);
  document.setModificationDate(agreement.madeAt);

  const flow = await PageFlow.begin(document);
  front(flow, agreement);
  terms(flow, agreement);
  parties(flow, agreement);
  flow.end((page, pages) => messageFor('DOCUMENT_PAGE', { reference: agreement.reference, version: agreement.version, page, pages }));
  // A plain cross-reference table, so that a signed page can be appended without reading the whole file again.
  return document.save({ useObjectStreams: false, addDefaultPage: false });
}

function front(flow: PageFlow, agreement: AgreementDocument): void {
  flow.paragraph(messageFor('DOCUMENT_AGREEMENT'), { size: 11 });
  flow.paragraph(agreement.title, { size: 18, bold: true });
  flow.paragraph(`${agreement.reference}, ${messageFor('DOCUMENT_VERSION', { version: agreement.version })}`, { size: 11 });
  flow.field(messageFor('DOCUMENT_SERVICE'), `${agreement.service.name} (${agreement.service.code})`);
  flow.field(messageFor('DOCUMENT_PURPOSE'), agreement.purpose);
  flow.field(messageFor('DOCUMENT_LAWFUL_BASIS'), agreement.lawfulBasis);
  flow.field(messageFor('DOCUMENT_STARTS'), inWords(agreement.startsOn));
  flow.field(messageFor('DOCUMENT_REVIEW'), inWords(agreement.reviewOn));
  flow.field(messageFor('DOCUMENT_ENDS'), inWords(agreement.endsOn));
  flow.field(messageFor('DOCUMENT_DIGEST'), agreement.termsDigest);
}

function terms(flow: PageFlow, agreement: AgreementDocument): void {
  flow.heading(messageFor('DOCUMENT_TERMS'));
  agreement.clauses.forEach((clause, index) => {
    flow.paragraph(`${index + 1}. ${clause.heading}`, { bold: true });
    flow.paragraph(clause.text, { indent: 14 });
  });
}

function parties(flow: PageFlow, agreement: AgreementDocument): void {
  const columns = [{ width: 90 }, { width: WIDTH - 90 }];
  const head = [messageFor('DOCUMENT_ODS_CODE'), messageFor('DOCUMENT_ORGANISATION')];
  const providers = agreement.providers.map((provider) => [provider.odsCode, provider.name]);
  flow.heading(messageFor('DOCUMENT_PROVIDERS'));
  if (providers.length <= PROVIDERS_IN_TEXT) flow.table(columns, head, providers);
  else flow.paragraph(messageFor('DOCUMENT_PROVIDERS_IN_SCHEDULE', { count: providers.length }));
  consumers(flow, agreement);
  if (providers.length > PROVIDERS_IN_TEXT) {
    flow.heading(messageFor('DOCUMENT_SCHEDULE'));
    flow.table(columns, head, providers);
  }
}

function consumers(flow: PageFlow, agreement: AgreementDocument): void {
  flow.heading(messageFor('DOCUMENT_CONSUMERS'));
  flow.paragraph(`${messageFor('DOCUMENT_VIEWS_KEY')}: ${agreement.views.map((view, index) => `${index + 1} ${view.name}`).join(', ')}.`);
  const ticks = Math.min(28, 270 / Math.max(1, agreement.views.length));
  const columns = [
    { width: 64 }, { width: WIDTH - 64 - ticks * agreement.views.length },
    ...agreement.views.map(() => ({ width: ticks, align: 'centre' as const })),
  ];
  const head = [messageFor('DOCUMENT_ODS_CODE'), messageFor('DOCUMENT_ORGANISATION'), ...agreement.views.map((_, index) => String(index + 1))];
  const rows = agreement.consumers.map((consumer) => [
    consumer.odsCode, consumer.name,
    ...agreement.views.map((view) => messageFor(consumer.views.includes(view.code) ? 'DOCUMENT_YES' : 'DOCUMENT_NO')),
  ]);
  flow.table(columns, head, rows, agreement.views.length > 12 ? 7 : 8);
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2026-03-01` as `1 March 2026`. */
export function inWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}
