import { InvalidInput, SignInNeeded, type Actor } from '@accord/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RASTER_SCALES, type RasterScale } from '../../contract/index.js';
import type { Drawn, Rasters } from '../domain/rasters.js';
import { answerRefusal } from './answer-refusal.js';
import { tokenOf } from './evidence-files.js';

/** A document somebody may look at. Its bytes are fetched only when the browser does not hold the picture already, and it is its turn to be drawn. */
export interface OpenedDocument {
  readonly sha256: string;
  bytes(): Promise<Uint8Array>;
}

export interface PictureRoute {
  /** Where the document stands, with `:id` in it; below it come `/info`, `/pages/N.png` and `/text`. */
  readonly address: string;
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  /** Refuses whom the document is not for. */
  open(actor: Actor, asked: { readonly id: string; readonly token: string | null; readonly wants: 'pictures' | 'text' }): Promise<OpenedDocument>;
  readonly rasters: Rasters;
}

interface Asked {
  readonly Params: { readonly id: string; readonly n?: string };
  readonly Querystring: { readonly scale?: string; readonly reading?: string };
}

/** The rights are looked at again each time; only the drawing is spared. */
const HEADERS = {
  'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache', 'cross-origin-resource-policy': 'same-origin', 'content-security-policy': "sandbox; default-src 'none'",
} as const;

/**
 * GET ADDRESS/info, ADDRESS/pages/N.png?scale=1..3 and ADDRESS/text, each with ?reading=TOKEN where a reason was to be stated: a document as
 * pictures and words, made by Accord. The document itself is only ever downloaded.
 */
export function documentPictures(server: FastifyInstance, route: PictureRoute): void {
  const answered = (wants: 'pictures' | 'text', name: (request: FastifyRequest<Asked>) => string, answer: (document: Drawn, request: FastifyRequest<Asked>, reply: FastifyReply) => Promise<unknown>) =>
    async (request: FastifyRequest<Asked>, reply: FastifyReply): Promise<FastifyReply> => {
      try {
        const actor = await route.actorOf(request);
        if (actor === null) throw new SignInNeeded();
        const what = name(request);
        const document = await route.open(actor, { id: request.params.id, token: tokenOf(request.query), wants });
        const tag = `"${document.sha256}-${what}"`;
        if (request.headers['if-none-match'] === tag) return await reply.code(304).headers({ ...HEADERS, etag: tag }).send();
        const drawn: Drawn = { sha256: document.sha256, who: actor.personId ?? actor.name, bytes: () => document.bytes() };
        const body = await answer(drawn, request, reply);
        return await reply.headers({ ...HEADERS, etag: tag }).send(body);
      } catch (error) {
        return answerRefusal(reply, error);
      }
    };
  server.get<Asked>(`${route.address}/info`, answered('pictures', () => 'info', async (document) => ({ pages: await route.rasters.pages(document), sha256: document.sha256 })));
  server.get<Asked>(`${route.address}/text`, answered('text', () => 'text', async (document) => ({ pages: await route.rasters.text(document) })));
  server.get<Asked>(`${route.address}/pages/:n.png`, answered('pictures', (request) => `${pageOf(request)}-${scaleOf(request)}`, async (document, request, reply) => {
    const picture = await route.rasters.picture(document, pageOf(request), scaleOf(request));
    reply.type('image/png');
    return picture;
  }));
}

function pageOf(request: FastifyRequest<Asked>): number {
  const text = request.params.n ?? '';
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidInput('page', 'write a whole number from 1');
  return Number(text);
}

function scaleOf(request: FastifyRequest<Asked>): RasterScale {
  const scale = RASTER_SCALES.find((each) => String(each) === (request.query.scale ?? '1'));
  if (scale === undefined) throw new InvalidInput('scale', `write one of ${RASTER_SCALES.join(', ')}`);
  return scale;
}
