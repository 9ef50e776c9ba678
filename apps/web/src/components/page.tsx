import { useEffect, useRef, type ReactNode, type RefObject } from 'react';

interface Props {
  title: string;
  /** Stands before the heading, such as a way back. */
  before?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}

/** A page with its heading. On arrival the heading gets the focus, so that screen readers begin there. */
export function Page({ title, before, narrow, children }: Props) {
  return (
    <div className={narrow ? 'page page-narrow' : 'page'}>
      {before}
      <PageHeading>{title}</PageHeading>
      {children}
    </div>
  );
}

/** The page's one h1; it names the browser's tab too. @param focusable for who wants to give it the focus again */
export function PageHeading({
  children,
  focusable,
}: {
  children: string;
  focusable?: RefObject<HTMLHeadingElement | null>;
}) {
  const own = useRef<HTMLHeadingElement>(null);
  const heading = focusable ?? own;
  useEffect(() => {
    document.title = `${children} · VOCR`;
  }, [children]);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [heading]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
