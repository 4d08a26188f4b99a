import { finding, type Finding, type FindingCode } from '../../contract/index.js';

/** Names that make a document do something, or carry another inside (ISO 32000-2, 12.6 and 13). */
const TELLING: Readonly<Record<string, FindingCode>> = {
  JS: 'ACTIVE_CONTENT', JavaScript: 'ACTIVE_CONTENT', AA: 'ACTIVE_CONTENT', Launch: 'ACTIVE_CONTENT', SubmitForm: 'ACTIVE_CONTENT', ImportData: 'ACTIVE_CONTENT',
  ResetForm: 'ACTIVE_CONTENT', GoToR: 'ACTIVE_CONTENT', GoToE: 'ACTIVE_CONTENT', RichMedia: 'ACTIVE_CONTENT', RichMediaExecute: 'ACTIVE_CONTENT', Movie: 'ACTIVE_CONTENT',
  Sound: 'ACTIVE_CONTENT', Rendition: 'ACTIVE_CONTENT', Screen: 'ACTIVE_CONTENT', '3D': 'ACTIVE_CONTENT', GoTo3DView: 'ACTIVE_CONTENT', XFA: 'ACTIVE_CONTENT',
  Requirements: 'ACTIVE_CONTENT', EmbeddedFile: 'EMBEDDED_FILE', EmbeddedFiles: 'EMBEDDED_FILE', FileAttachment: 'EMBEDDED_FILE', EF: 'EMBEDDED_FILE',
};

/** Long enough not to appear by chance in compressed bytes; these are looked for inside streams too. */
const UNMISTAKABLE = new Set(Object.keys(TELLING).filter((name) => name.length >= 6));

const NAME = /\/([^\s()<>[\]{}/%\0]{1,127})/g;

/** A name as the standard reads it: `#4A` stands for `J`. */
export function readName(written: string): string {
  return written.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

export function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, written] of text.matchAll(NAME)) names.add(readName(written!));
  return names;
}

export function tellingFinding(name: string): Finding | undefined {
  const code = Object.hasOwn(TELLING, name) ? TELLING[name] : undefined;
  return code === undefined ? undefined : finding(code, `/${name}`);
}

/** Findings for the names in a stretch of file; inside streams only the unmistakable ones. */
export function nameFindings(text: string, inside: 'objects' | 'stream'): Finding[] {
  const found: Finding[] = [];
  for (const name of namesIn(text)) {
    if (inside === 'stream' && !UNMISTAKABLE.has(name)) continue;
    const telling = tellingFinding(name);
    if (telling !== undefined) found.push(telling);
  }
  return found;
}
