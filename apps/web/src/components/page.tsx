import { useEffect, useRef, type ReactNode } from 'react';

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

/** The page's one h1; it names the browser's tab too. */
export function PageHeading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · VOCR`;
  }, [children]);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
