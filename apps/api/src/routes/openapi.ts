import type { FastifyInstance } from 'fastify';
import { FINDING_SEVERITY } from '@accord/evidence';

const refusal = (description: string) => ({ description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } });
const id = (name: string, description: string) => ({ name, in: 'path', required: true, description, schema: { type: 'string', format: 'uuid' } });
/** What a page of another origin cannot send unasked. */
const fromAccord = (required: boolean) => ({
  name: 'x-accord-request', in: 'header', required, schema: { type: 'string', enum: ['1'] },
  description: `Says that Accord's own page sent this${required ? '' : '; not needed with application/json'}. Without it: 403 CROSS_SITE.`,
});
const faults = Object.entries(FINDING_SEVERITY).filter(([code, severity]) => severity === 'fault' && code !== 'TOO_LARGE').map(([code]) => code).join(', ');
const pageOf = (what: string, asked: readonly object[]) => ({
  info: { get: { summary: `How many pages ${what} has.`, parameters: asked, responses: { 200: { description: 'pages: a number; sha256: of the document, as shown now.' }, ...looking } } },
  page: { get: { summary: `One page of ${what} as a picture.`, parameters: [asked[0], { name: 'n', in: 'path', required: true, description: 'The page, from 1.', schema: { type: 'integer', minimum: 1 } },
    { name: 'scale', in: 'query', schema: { type: 'integer', enum: [1, 2, 3], default: 1 }, description: '1 is 96 dots an inch.' }, ...asked.slice(1)],
  responses: { 200: { description: 'PNG.', content: { 'image/png': {} } }, 304: { description: 'As in the etag sent.' }, ...looking, 400: refusal('INVALID_INPUT'), 404: refusal('None, or none to see; PAGE_OUT_OF_RANGE.') } } },
  text: { get: { summary: `The words of ${what}, page by page.`, parameters: asked, responses: { 200: { description: 'pages: a list of texts; a scanned page has none.' }, ...looking } } },
});
const looking = {
  401: refusal('Nobody is signed in.'), 403: refusal('NOT_PERMITTED; READING_NEEDED: auditors state a reason first; READING_OVER: after 15 minutes they state it again.'),
  404: refusal('None, or none to see.'), 409: refusal('EVIDENCE_QUARANTINED: shown as pictures only.'), 422: refusal('CANNOT_BE_SHOWN'), 429: refusal('RATE_LIMITED'), 503: refusal('CHECKER_BUSY'),
};
const reading = { name: 'reading', in: 'query', schema: { type: 'string' }, description: 'The token of a reading, where the duty needs a reason. Serves whoever began it, for this evidence, until it ends.' };
const agreementPages = pageOf('the generated agreement document', [id('id', 'Agreement, or one version of it')]);
const amendmentPages = pageOf('the document of a version that is being drafted', [id('id', 'Agreement')]);
const evidencePages = pageOf('a signed document', [id('id', 'Evidence'), reading]);

/** The HTTP interface beside GraphQL, described in OpenAPI 3.1. GraphQL describes itself in apps/api/schema.graphql. */
export const OPENAPI = {
  openapi: '3.1.0',
  info: { title: 'Accord over HTTP', version: '0.1.0', description: 'Sign-in, documents and uploads. Times are UTC, dates are calendar days in London. While the database is away every address that needs it answers 503 OUT_OF_REACH, with the header retry-after.' },
  components: {
    schemas: {
      Refusal: { type: 'object', required: ['code', 'message'], properties: { code: { type: 'string', description: 'For programs.' }, message: { type: 'string', description: 'For people.' } } },
      DirectoryFile: {
        type: 'object', required: ['file'], description: 'Send the file last.', properties: {
          editionOn: { type: 'string', format: 'date', description: 'When the edition was published; else its newest day tells.' },
          isOlder: { type: 'string', enum: ['yes', 'no'], description: 'States that it is older than the last; a second person then approves it.' },
          isExtract: { type: 'string', enum: ['yes', 'no'], description: 'States that it holds only some of the organisations.' },
          idempotencyKey: { type: 'string' }, file: { type: 'string', format: 'binary', description: 'CSV as published, without header; 32 MB at most.' },
        },
      },
      Letter: {
        type: 'object', required: ['authorityId', 'signedOn', 'reason', 'file'], properties: {
          authorityId: { type: 'string', format: 'uuid', description: 'The line of the register of authority under which it was signed.' },
          signedOn: { type: 'string', format: 'date' }, signedPage: { type: 'integer', minimum: 1, description: 'Needed where no embedded signature proves the letter.' },
          keep: { type: 'string', description: 'Participations that it reviews and keeps: ids, parted by commas.' }, withdraw: { type: 'string', description: 'Participations that it withdraws from: ids, parted by commas.' },
          reason: { type: 'string', maxLength: 2000, description: 'Why staff answer for the practice.' }, idempotencyKey: { type: 'string' }, file: { type: 'string', format: 'binary', description: 'The PDF, last; 20 MB at most.' },
        },
      },
      Upload: {
        type: 'object', required: ['authorityId', 'signedOn', 'expectedVersion', 'file'], properties: {
          authorityId: { type: 'string', format: 'uuid', description: 'The line of the register of authority under which it was signed.' },
          signedOn: { type: 'string', format: 'date' }, signedPage: { type: 'integer', minimum: 1, description: 'Needed where no embedded signature proves the document.' },
          expectedVersion: { type: 'integer', minimum: 1 }, idempotencyKey: { type: 'string' }, file: { type: 'string', format: 'binary', description: 'The PDF, last; 20 MB at most.' },
        },
      },
    },
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'accord_session' }, metrics: { type: 'http', scheme: 'bearer' } },
  },
  security: [{ session: [] }],
  paths: {
    '/*': { get: { summary: 'The web application: the page for every address that nothing else answers.', security: [], responses: { 200: { description: 'HTML.' }, 404: refusal('NO_SUCH_ADDRESS, for those who ask for no page.') } } },
    '/assets/*': { get: { summary: 'Scripts of the web application, named by their content.', security: [], responses: { 200: { description: 'As named.' }, 404: { description: 'None.' } } } },
    '/icon.svg': { get: { summary: 'The icon of the web application.', security: [], responses: { 200: { description: 'SVG.', content: { 'image/svg+xml': {} } } } } },
    '/openapi.json': { get: { summary: 'This description.', security: [], responses: { 200: { description: 'OpenAPI 3.1.' } } } },
    '/auth/sign-in': { get: { summary: 'Begins sign-in at the OpenID provider.', security: [], parameters: [
      { name: 'return_to', in: 'query', schema: { type: 'string' }, description: 'A path of this origin.' },
      { name: 'acr', in: 'query', schema: { type: 'string', enum: ['AAL3'] }, description: 'Asks for the stronger credential (step-up).' }], responses: { 303: { description: 'To the provider.' }, 429: refusal('RATE_LIMITED; header retry-after says for how many seconds.'), 503: { description: 'A page: the provider does not answer.' } } } },
    '/auth/callback': { get: { summary: 'Where the provider sends people back.', security: [], parameters: [{ name: 'code', in: 'query', schema: { type: 'string' } }, { name: 'state', in: 'query', schema: { type: 'string' } }], responses: { 303: { description: 'Signed in.' }, 403: { description: 'A page that says why not.' }, 429: refusal('RATE_LIMITED') } } },
    '/auth/act-as': { post: { summary: 'Chooses the duty and organisation to act in.', parameters: [fromAccord(false)], requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { grantId: { type: 'string', format: 'uuid' } } } } } }, responses: { 200: { description: 'Chosen.' }, 401: refusal('Nobody is signed in.'), 403: refusal('CROSS_SITE'), 404: refusal('None of theirs.') } } },
    '/auth/sign-out': { post: { summary: 'Ends the session.', parameters: [fromAccord(false)], responses: { 200: { description: 'Signed out; providerSignOut says where to end the session of the provider.' }, 403: refusal('CROSS_SITE') } } },
    '/agreements/{id}/document.pdf': { get: { summary: 'The generated agreement document: of its newest version, or of the one that is named.', parameters: [id('id', 'Agreement, or one version of it')], responses: { 200: { description: 'PDF, as a download; headers x-document-sha256 and x-terms-digest.', content: { 'application/pdf': {} } }, 401: refusal('Nobody is signed in.'), 404: refusal('None, or none to see.') } } },
    '/agreements/{id}/document/info': agreementPages.info,
    '/agreements/{id}/document/pages/{n}.png': agreementPages.page,
    '/agreements/{id}/document/text': agreementPages.text,
    '/agreements/{id}/amendment.pdf': { get: { summary: 'The document of the version that is being drafted: what its parties would sign if it were opened as it stands. For staff, and whoever reads drafts.', parameters: [id('id', 'Agreement')], responses: { 200: { description: 'PDF, as a download; headers x-document-sha256 and x-terms-digest.', content: { 'application/pdf': {} } }, 401: refusal('Nobody is signed in.'), 404: refusal('None, or none to see.') } } },
    '/agreements/{id}/amendment/info': amendmentPages.info,
    '/agreements/{id}/amendment/pages/{n}.png': amendmentPages.page,
    '/agreements/{id}/amendment/text': amendmentPages.text,
    '/stops/{id}/statement.pdf': { get: { summary: 'What was stopped and which gateways have applied it, as known now; sealed. For the side that imposed it, and for staff.', parameters: [id('id', 'Stop')], responses: {
      200: { description: 'PDF, as a download.', content: { 'application/pdf': {} } }, 401: refusal('Nobody is signed in.'), 403: refusal('NOT_PERMITTED'), 404: refusal('None, or none to see.'), 429: refusal('RATE_LIMITED') } } },
    '/campaigns/{id}/practices/{odsCode}/statement.pdf': { get: { summary: 'What a campaign asked one practice, what its controller said and what came of it, as known now; sealed. For that practice, and for whoever sees the campaign.',
      parameters: [id('id', 'Campaign'), { name: 'odsCode', in: 'path', required: true, schema: { type: 'string' } }], responses: {
        200: { description: 'PDF, as a download.', content: { 'application/pdf': {} } }, 401: refusal('Nobody is signed in.'), 404: refusal('None, or none to see.'), 429: refusal('RATE_LIMITED') } } },
    '/campaigns/{id}/practices/{odsCode}/instructions': { post: { summary: 'Takes in the signed letter of a controller who does not use Accord: it answers the campaign for that practice once another member of staff has verified it.',
      parameters: [fromAccord(true), id('id', 'Campaign'), { name: 'odsCode', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: { content: { 'multipart/form-data': { schema: { $ref: '#/components/schemas/Letter' } } } },
      responses: {
        201: { description: 'Taken in and checked: evidenceId, state, sha256, pages, findings.' }, 400: refusal('BAD_UPLOAD, INVALID_INPUT'), 401: refusal('Nobody is signed in.'),
        403: refusal('NOT_PERMITTED; NO_AUTHORITY: the signatory may not sign for this organisation; CROSS_SITE'), 404: refusal('None, or none to see.'),
        409: refusal('NOT_READY, SAID_SINCE, NOT_SIGNED_THEN, SIGNATORY_WITHOUT_AUTHORITY, IDEMPOTENCY_KEY_REUSED'), 413: refusal('TOO_LARGE'), 415: refusal('UNSUPPORTED_MEDIA_TYPE'),
        422: refusal(`REASON_NEEDED; a finding of the machine: ${faults}; or QUARANTINED, kept and answering nothing.`), 429: refusal('RATE_LIMITED'), 503: refusal('CHECKER_BUSY'),
      } } },
    '/evidence/uploads': { post: { summary: 'Hands in a signed PDF for a participation or a part.', parameters: [
      fromAccord(true), { name: 'participation', in: 'query', schema: { type: 'string', format: 'uuid' } }, { name: 'part', in: 'query', schema: { type: 'string', format: 'uuid' } }],
    requestBody: { content: { 'multipart/form-data': { schema: { $ref: '#/components/schemas/Upload' } } } },
    responses: {
      201: { description: 'Taken in and checked: evidenceId, state, sha256, pages, findings.' }, 400: refusal('BAD_UPLOAD, INVALID_INPUT'), 401: refusal('Nobody is signed in.'),
      403: refusal('NOT_PERMITTED; NO_AUTHORITY: the signatory may not sign for this organisation; CROSS_SITE'), 404: refusal('None, or none to see.'),
      409: refusal('ALREADY_SIGNED, NOT_READY, STALE, AGREEMENT_EXPIRED, SIGNATORY_WITHOUT_AUTHORITY, IDEMPOTENCY_KEY_REUSED'), 413: refusal('TOO_LARGE'), 415: refusal('UNSUPPORTED_MEDIA_TYPE'),
      422: refusal(`A finding of the machine: ${faults}; or QUARANTINED, kept and proving nothing.`), 429: refusal('RATE_LIMITED'), 503: refusal('CHECKER_BUSY'),
    } } },
    '/directory/files': { post: { summary: 'Hands in a file of the national directory: it is read and tried, and imported once somebody orders that.', parameters: [fromAccord(true)],
      requestBody: { content: { 'multipart/form-data': { schema: { $ref: '#/components/schemas/DirectoryFile' } } } },
      responses: {
        201: { description: 'Taken in: id (of the run, and of the import that comes of it), fileSha256, fileBytes.' }, 400: refusal('BAD_UPLOAD, INVALID_INPUT'), 401: refusal('Nobody is signed in.'),
        403: refusal('NOT_PERMITTED, CROSS_SITE'), 409: refusal('IDEMPOTENCY_KEY_REUSED'), 413: refusal('TOO_LARGE'), 415: refusal('UNSUPPORTED_MEDIA_TYPE'), 429: refusal('RATE_LIMITED'),
      } } },
    '/evidence/{id}/file': { get: { summary: 'A signed document as kept.', parameters: [id('id', 'Evidence'), reading], responses: { 200: { description: 'PDF, as a download.', content: { 'application/pdf': {} } }, 401: looking[401], 403: looking[403], 404: looking[404], 409: refusal('EVIDENCE_QUARANTINED: not handed out.'), 429: looking[429] } } },
    '/evidence/{id}/readings': { post: { summary: 'Begins a reading: records why somebody looks, for 15 minutes.', parameters: [id('id', 'Evidence'), fromAccord(false)],
      requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { reason: { type: 'string', maxLength: 2000 } } } } } },
      responses: {
        201: { description: 'token: for the addresses of pages, words and file; endsAt: when it is over.' }, 400: refusal('INVALID_INPUT'), 401: looking[401],
        403: refusal('NOT_PERMITTED, CROSS_SITE'), 404: looking[404], 422: refusal('REASON_NEEDED'), 429: looking[429],
      } } },
    '/evidence/{id}/info': evidencePages.info,
    '/evidence/{id}/pages/{n}.png': evidencePages.page,
    '/evidence/{id}/text': evidencePages.text,
    '/health/live': { get: { summary: 'Whether the process answers.', security: [], responses: { 200: { description: 'The process answers.' } } } },
    '/health/ready': { get: { summary: 'Whether it can serve.', security: [], responses: { 200: { description: 'It serves.' }, 503: { description: 'Its database does not answer.' } } } },
    '/metrics': { get: { summary: 'Prometheus text.', security: [{ metrics: [] }], responses: { 200: { description: 'Metrics.' }, 401: refusal('No token.') } } },
  },
} as const;

export function openapi(server: FastifyInstance): void {
  server.get('/openapi.json', (_request, reply) => reply.header('cache-control', 'no-cache').send(OPENAPI));
}
