import { z } from 'zod';

const personShape = z.object({
  /** What a program posts as `person`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  sub: z.string().min(1).max(255),
  name: z.string().min(1).max(200),
  /** One line beneath the name on the sign-in page. */
  about: z.string().max(300).default(''),
  /** Further claims handed on as they are, for example `nhsid_nrbac_roles`. */
  claims: z.record(z.string(), z.unknown()).default({}),
});

/** Somebody who can sign in here. Invented. */
export type ExamplePerson = z.infer<typeof personShape>;

export class PeopleFault extends Error {}

/** Reads the list; a fault names its place, and nobody may stand in it twice. */
export function readPeople(text: string): readonly ExamplePerson[] {
  const read = z.array(personShape).min(1).safeParse(JSON.parse(text));
  if (!read.success) throw new PeopleFault(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  for (const key of ['id', 'sub'] as const) {
    const seen = new Set<string>();
    for (const person of read.data) {
      if (seen.has(person[key])) throw new PeopleFault(`${key} ${person[key]} stands in it twice`);
      seen.add(person[key]);
    }
  }
  return read.data;
}
