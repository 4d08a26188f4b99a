import { say } from './messages.js';

/** A hash, its beginning first; the whole of it on demand. */
export function Fingerprint({ of }: { readonly of: string | null }) {
  if (of === null) return null;
  return (
    <details>
      <summary>{say('fingerprint')} <code>{`${of.slice(0, 12)}…`}</code></summary>
      <code style={{ overflowWrap: 'anywhere' }}>{of}</code>
    </details>
  );
}
