import { useEffect, type RefObject } from 'react';

/** Dialogs hand the focus back as they close, and a page may place it itself: both come first. */
const SETTLED_MS = 120;

/** What had the focus last, until somebody presses elsewhere: then they left it of their own will. */
let last: Element | null = null;

const isLost = (): boolean => last !== null && !last.isConnected && (document.activeElement === null || document.activeElement === document.body);

/** When what had the focus goes away (a form that was sent, a button that is no longer offered), the title of the page has it next. */
export function useFocusStays(heading: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      if (timer !== undefined || !isLost()) return;
      timer = setTimeout(() => {
        timer = undefined;
        if (isLost()) heading.current?.focus({ preventScroll: true });
      }, SETTLED_MS);
    };
    const took = (event: FocusEvent): void => { last = event.target instanceof Element ? event.target : null; };
    const left = (): void => { last = null; };
    const changes = new MutationObserver(look);
    document.addEventListener('focusin', took);
    document.addEventListener('pointerdown', left);
    changes.observe(document.body, { childList: true, subtree: true });
    look();
    return () => {
      clearTimeout(timer);
      document.removeEventListener('focusin', took);
      document.removeEventListener('pointerdown', left);
      changes.disconnect();
    };
  }, [heading]);
}
