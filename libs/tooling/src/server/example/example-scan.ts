import { degrees, PDFDocument, rgb, StandardFonts, type PDFFont, type PDFPage } from '@cantoo/pdf-lib';

export interface Scanned {
  readonly organisation: string;
  readonly odsCode: string;
  readonly reference: string;
  readonly title: string;
  readonly signatory: string;
  readonly role: string;
  /** `yyyy-mm-dd` */
  readonly signedOn: string;
  /** The sheet lay askew and the signature fell outside it. */
  readonly isCutOff?: boolean;
}

const PAPER = rgb(0.97, 0.965, 0.94);
const TONER = rgb(0.16, 0.16, 0.18);
const INK = rgb(0.1, 0.15, 0.45);
const SIGNATURE = 'M 0 0 C 12 -34 26 -30 22 -4 C 20 16 6 14 14 -6 C 24 -26 40 -22 38 0 C 44 -14 52 -14 52 0 C 58 -12 66 -12 66 2 C 76 -30 90 -28 82 0 C 96 -8 120 -12 150 -4';

/** A signature page that somebody printed, signed by hand and scanned. The same data gives the same bytes. */
export async function exampleScan(scanned: Scanned): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const signedAt = new Date(`${scanned.signedOn}T12:00:00Z`);
  document.setTitle('Scan');
  document.setCreationDate(signedAt);
  document.setModificationDate(signedAt);
  const [plain, bold] = [await document.embedFont(StandardFonts.Courier), await document.embedFont(StandardFonts.CourierBold)];
  const page = document.addPage([595, 842]);
  page.drawRectangle({ x: 0, y: 0, width: 595, height: 842, color: PAPER });
  write(page, plain, bold, scanned);
  return document.save({ useObjectStreams: false, addDefaultPage: false });
}

function write(page: PDFPage, plain: PDFFont, bold: PDFFont, { organisation, odsCode, reference, title, signatory, role, signedOn, isCutOff = false }: Scanned): void {
  const rotate = degrees(isCutOff ? -7 : 0.8);
  const line = (text: string, y: number, font = plain, size = 11): void => { page.drawText(text, { x: isCutOff ? 150 : 64, y: isCutOff ? y - 330 : y, size, font, color: TONER, rotate }); };
  line('SIGNATURE PAGE', 770, bold, 15);
  line(`Sharing agreement ${reference}`, 740, bold);
  line(title, 720);
  line('For the organisation', 680);
  line(`${organisation} (${odsCode})`, 662, bold);
  line('I have read the agreement and sign it for this organisation.', 624);
  line(`Name   ${signatory}`, 590);
  line(`Role   ${role}`, 570);
  line(`Date   ${signedOn}`, 550);
  line('Signed', 500);
  if (isCutOff) return;
  page.drawSvgPath(SIGNATURE, { x: 150, y: 500, borderColor: INK, borderWidth: 1.6, rotate: degrees(4) });
  page.drawLine({ start: { x: 140, y: 488 }, end: { x: 360, y: 492 }, thickness: 0.6, color: TONER });
}
