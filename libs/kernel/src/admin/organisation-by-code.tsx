import { useQuery } from '@tanstack/react-query';
import { AccordLink } from './accord-link.js';
import { askGraphql } from './ask-graphql.js';
import { OrganisationName } from './organisation-name.js';

const NAMES = 'query OrganisationNames($codes: [String!]!) { organisationNames(codes: $codes) { odsCode name } }';
interface NamesAnswer { readonly organisationNames: readonly { readonly odsCode: string; readonly name: string }[] }

/** As many codes as one request may name. */
const MOST = 100;

interface Waiting {
  readonly resolve: (name: string | null) => void;
  readonly reject: (fault: unknown) => void;
}

let asked = new Map<string, Waiting[]>();

/** Every code that one turn of the page asks for goes into one request. */
function nameOf(odsCode: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    if (asked.size === 0) queueMicrotask(send);
    asked.set(odsCode, [...(asked.get(odsCode) ?? []), { resolve, reject }]);
  });
}

function send(): void {
  const waiting = [...asked];
  asked = new Map();
  for (let at = 0; at < waiting.length; at += MOST) {
    const some = waiting.slice(at, at + MOST);
    askGraphql<NamesAnswer>(NAMES, { codes: some.map(([odsCode]) => odsCode) }).then(({ organisationNames }) => {
      const names = new Map(organisationNames.map(({ odsCode, name }) => [odsCode, name]));
      for (const [odsCode, each] of some) each.forEach(({ resolve }) => resolve(names.get(odsCode) ?? null));
    }, (fault: unknown) => some.forEach(([, each]) => each.forEach(({ reject }) => reject(fault))));
  }
}

/** An organisation of which only the code is known, with its name beside it; a page full of them asks once. */
export function OrganisationByCode({ odsCode, to }: { readonly odsCode: string; readonly to?: string | undefined }) {
  const { data: name } = useQuery({ queryKey: ['organisation-name', odsCode], queryFn: () => nameOf(odsCode), staleTime: 300_000, retry: false });
  if (name != null) return <OrganisationName name={name} odsCode={odsCode} to={to} />;
  return to === undefined ? <span>{odsCode}</span> : <AccordLink to={to}>{odsCode}</AccordLink>;
}
