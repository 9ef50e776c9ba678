import { useEffect, useRef, type RefObject } from 'react';

/**
 * When what had the focus inside a part of the page goes away, such as a button that has done its work, puts the focus on
 * another element of that part; otherwise the keyboard would begin anew at the top of the page. To be used where what goes is
 * drawn from.
 */
export function useFocusKept(part: RefObject<HTMLElement | null>, to: RefObject<HTMLElement | null>): void {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const element = part.current;
    const remember = (event: FocusEvent) => {
      last.current = event.target instanceof Element ? event.target : null;
    };
    element?.addEventListener('focusin', remember);
    return () => element?.removeEventListener('focusin', remember);
  }, [part]);
  useEffect(() => {
    if (last.current && !last.current.isConnected && document.activeElement === document.body) {
      last.current = null;
      to.current?.focus({ preventScroll: true });
    }
  });
}
