import { PDFArray, PDFDict, PDFHexString, PDFInvalidObject, PDFName, PDFNumber, PDFRawStream, PDFRef, PDFStream, PDFString, type PDFContext, type PDFObject } from '@cantoo/pdf-lib';
import { finding, type Finding } from '../../contract/index.js';
import { tellingFinding } from './active-names.js';

const DEEPEST = 500;
const MOST_OBJECTS = 500_000;

/** A signature as it lies in the file, not yet checked. */
export interface FoundSignature {
  readonly range: readonly number[];
  readonly subFilter: string;
  readonly claimedAt: string | null;
}

export interface Walk {
  readonly pages: number | null;
  readonly findings: readonly Finding[];
  readonly signatures: readonly FoundSignature[];
}

/** Walks every object the parser knows, wherever it hangs. */
export function walkObjects(context: PDFContext): Walk {
  const findings: Finding[] = [];
  const signatures: FoundSignature[] = [];
  const objects = context.enumerateIndirectObjects();
  if (objects.length > MOST_OBJECTS) return { pages: null, findings: [finding('TOO_MUCH_INSIDE', 'objects')], signatures };
  if (context.trailerInfo.Encrypt !== undefined) findings.push(finding('ENCRYPTED'));
  for (const [, object] of objects) {
    if (object instanceof PDFInvalidObject) findings.push(finding('STRUCTURE_REPAIRED', 'object'));
    else walk(object, 0);
  }
  const { pages, fault } = countPages(context);
  return { pages, findings: fault === undefined ? findings : [...findings, fault], signatures };

  function walk(object: PDFObject | undefined, depth: number): void {
    if (depth > DEEPEST) {
      findings.push(finding('LOOPING', 'nested too deep'));
    } else if (object instanceof PDFName) {
      note(object.decodeText());
    } else if (object instanceof PDFArray) {
      for (const each of object.asArray()) walk(each, depth + 1);
    } else if (object instanceof PDFStream || object instanceof PDFRawStream) {
      walk(object.dict, depth + 1);
    } else if (object instanceof PDFDict) {
      for (const [key, value] of object.entries()) {
        note(key.decodeText());
        walk(value, depth + 1);
      }
      look(object);
    }
  }

  function note(name: string): void {
    const telling = tellingFinding(name);
    if (telling !== undefined) findings.push(telling);
  }

  function look(dict: PDFDict): void {
    const opening = follow(context, dict.get(PDFName.of('OpenAction')));
    if (opening !== undefined && !isJump(opening)) findings.push(finding('ACTIVE_CONTENT', '/OpenAction'));
    if (nameAt(dict, 'S') === 'URI') findings.push(finding('EXTERNAL_LINK'));
    const range = follow(context, dict.get(PDFName.of('ByteRange')));
    if (range === undefined || !dict.has(PDFName.of('Contents'))) return;
    const time = follow(context, dict.get(PDFName.of('M')));
    signatures.push({
      range: range instanceof PDFArray ? range.asArray().map((each) => (each instanceof PDFNumber ? each.asNumber() : Number.NaN)) : [],
      subFilter: nameAt(dict, 'SubFilter') ?? '',
      claimedAt: time instanceof PDFString || time instanceof PDFHexString ? readTime(time.decodeText()) : null,
    });
  }

  function nameAt(dict: PDFDict, key: string): string | undefined {
    const value = follow(context, dict.get(PDFName.of(key)));
    return value instanceof PDFName ? value.decodeText() : undefined;
  }

  /** Opening at a page is what office programs write; opening with anything else is active. */
  function isJump(action: PDFObject): boolean {
    if (action instanceof PDFArray || action instanceof PDFString || action instanceof PDFHexString || action instanceof PDFName) return true;
    return action instanceof PDFDict && nameAt(action, 'S') === 'GoTo' && !action.has(PDFName.of('Next'));
  }
}

function follow(context: PDFContext, object: PDFObject | undefined): PDFObject | undefined {
  let at = object;
  for (let steps = 0; at instanceof PDFRef && steps < 32; steps += 1) at = context.lookup(at);
  return at instanceof PDFRef ? undefined : at;
}

function countPages(context: PDFContext): { readonly pages: number | null; readonly fault?: Finding } {
  const catalog = follow(context, context.trailerInfo.Root);
  if (!(catalog instanceof PDFDict)) return { pages: null, fault: finding('MALFORMED', 'no catalogue') };
  const seen = new Set<PDFObject>();
  const waiting: (PDFObject | undefined)[] = [catalog.get(PDFName.of('Pages'))];
  let pages = 0;
  while (waiting.length > 0) {
    const node = follow(context, waiting.pop());
    if (!(node instanceof PDFDict)) continue;
    if (seen.has(node)) return { pages: null, fault: finding('LOOPING', 'page tree') };
    seen.add(node);
    const kids = follow(context, node.get(PDFName.of('Kids')));
    if (kids instanceof PDFArray) waiting.push(...kids.asArray());
    else if (follow(context, node.get(PDFName.of('Type'))) === PDFName.of('Page')) pages += 1;
  }
  return pages === 0 ? { pages: 0, fault: finding('NO_PAGES') } : { pages };
}

/** `D:20260302101500Z` or with an offset, as ISO; null where it is neither. */
function readTime(text: string): string | null {
  const parts = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-])(\d{2})'?(\d{2})?)?/.exec(text);
  if (parts === null) return null;
  const [year, month = '01', day = '01', hour = '00', minute = '00', second = '00', sign, hours = '00', minutes = '00'] = parts.slice(1);
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`}`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
