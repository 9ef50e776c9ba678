import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { socketAddress } from '../../../api/socket-address.js';
import { Button } from '../../../components/button.js';
import type { LinkState, TerminalLink } from './terminal-link.js';
import { showTerminal } from './terminal-screen.js';

interface Props {
  exercise: string;
  team: string;
  node: string;
  /** Its name, for screen readers. */
  name: string;
  /** Whether the machine takes terminals. When it does again, a terminal that ended meanwhile is opened anew. */
  isUp: boolean;
}

/** A terminal on one machine. F6 leaves it for the keyboard, because Tab belongs to the shell. */
export function Terminal({ exercise, team, node, name, isUp }: Props) {
  const { t } = useTranslation();
  const screen = useRef<HTMLDivElement>(null);
  const after = useRef<HTMLDivElement>(null);
  const link = useRef<TerminalLink>(undefined);
  const [state, setState] = useState<LinkState>({ is: 'connecting' });
  useEffect(() => {
    const parent = screen.current;
    if (!parent) return undefined;
    return showTerminal({
      parent,
      address: socketAddress('/terminal', { exercise, team, node }),
      onState: setState,
      onLink: (made) => (link.current = made),
      leave: () => after.current?.focus(),
    });
  }, [exercise, team, node]);
  const isOver = useRef(false);
  useEffect(() => void (isOver.current = state.is === 'ended' || state.is === 'waiting'), [state]);
  useEffect(() => {
    if (isUp && isOver.current) link.current?.again();
  }, [isUp]);
  return (
    <div className="terminal">
      <div
        ref={screen}
        className="terminal-screen"
        role="group"
        aria-label={t('terminal.of', { node: name })}
      />
      <div ref={after} tabIndex={-1} className="terminal-foot">
        <p role="status" className={state.is === 'open' ? 'soft small' : 'small'}>
          {state.is === 'connecting' && t('terminal.connecting')}
          {state.is === 'open' && t('terminal.open')}
          {state.is === 'waiting' && t('terminal.waiting', { reason: reasonOf(state.reason) })}
          {state.is === 'ended' &&
            (state.left ? t('terminal.left') : t('terminal.ended', { reason: reasonOf(state.reason) }))}
        </p>
        {(state.is === 'ended' || state.is === 'waiting') && (
          <Button onPress={() => link.current?.again()}>{t('terminal.again')}</Button>
        )}
      </div>
    </div>
  );
}

const reasonOf = (reason: string): string => (reason ? ` (${reason})` : '');
