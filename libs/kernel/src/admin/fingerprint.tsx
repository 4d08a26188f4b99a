/** A fingerprint to compare with what somebody reads out: it is seen in groups of four, and copied in one piece. */
export function Fingerprint({ sha256 }: { readonly sha256: string }) {
  return <span className="digest">{(sha256.match(/.{1,4}/g) ?? []).map((group, nth) => <span key={nth} style={{ display: 'inline-block', marginRight: '0.5em' }}>{group}</span>)}</span>;
}
