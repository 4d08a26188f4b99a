import { AccordLink } from './accord-link.js';

/** A name with its ODS code beside it: a code never stands alone. With `to` it is a link. */
export function OrganisationName({ name, odsCode, to }: { readonly name: string; readonly odsCode: string; readonly to?: string | undefined }) {
  const words = <>{name} <span style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>({odsCode})</span></>;
  return to === undefined ? <span>{words}</span> : <AccordLink to={to}>{words}</AccordLink>;
}
