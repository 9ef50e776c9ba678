import type { ReactNode } from 'react';

interface Props {
  kind: 'good' | 'bad' | 'warn' | 'info';
  children: ReactNode;
}

/** Something that the person should know now. Screen readers say it when it appears. */
export function Notice({ kind, children }: Props) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
