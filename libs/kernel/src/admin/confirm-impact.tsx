import { useState, type ReactNode } from 'react';
import { ConfirmAct, type ConfirmActProps } from './confirm-act.js';
import { ImpactOfAct, type ImpactAsked } from './impact-of-act.js';

export interface ConfirmImpactProps extends Omit<ConfirmActProps, 'preview' | 'confirm' | 'waits'> {
  /** The act that `impactOf` previews. */
  readonly asked: ImpactAsked;
  /** What is said besides: how fast it is, what comes next. */
  readonly besides?: ReactNode;
  /** Does it with the reason and the hash of what stood on the screen; null only where a narrowing did not wait for it. */
  readonly confirm: (reason: string, impactHash: string | null) => Promise<boolean>;
}

/** An act that changes who sees what: what it changes stands above the button and goes with the confirmation. What widens waits for it; nothing holds up what narrows. */
export function ConfirmImpact({ asked, besides, confirm, narrowing = false, ...props }: ConfirmImpactProps) {
  const [hash, setHash] = useState<string | null>(null);
  return (
    <ConfirmAct {...props} narrowing={narrowing} waits={!narrowing && hash === null} confirm={(reason) => confirm(reason, hash)}
      preview={<><ImpactOfAct asked={asked} narrowing={narrowing} shows={setHash} />{besides}</>} />
  );
}
