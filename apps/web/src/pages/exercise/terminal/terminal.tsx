import { FitAddon } from '@xterm/addon-fit';
import { Terminal as Xterm } from '@xterm/xterm';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { socketAddress } from '../../../api/socket-address.js';
import { Button } from '../../../components/button.js';
import { withConstructedStyles } from './constructed-styles.js';
import { TerminalLink, type LinkState, type TerminalSocket } from './terminal-link.js';

interface Props {
  exercise: string;
  team: string;
  node: string;
  /** Its name, for screen readers. */
  name: string;
}

const scrollback = 5_000;

/** A terminal on one machine. F6 leaves it for the keyboard, because Tab belongs to the shell. */
export function Terminal({ exercise, team, node, name }: Props) {
  const { t } = useTranslation();
  const screen = useRef<HTMLDivElement>(null);
  const after = useRef<HTMLDivElement>(null);
  const link = useRef<TerminalLink>(undefined);
  const [state, setState] = useState<LinkState>({ is: 'connecting' });
  useEffect(() => {
    const parent = screen.current;
    if (!parent) return undefined;
    return runTerminal({
      parent,
      address: socketAddress('/terminal', { exercise, team, node }),
      onState: setState,
      onLink: (made) => (link.current = made),
      leave: () => after.current?.focus(),
    });
  }, [exercise, team, node]);
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
          {state.is === 'waiting' &&
            t('terminal.waiting', { reason: state.reason || t('terminal.no-reason') })}
          {state.is === 'ended' && t('terminal.ended', { reason: state.reason || t('terminal.no-reason') })}
        </p>
        {(state.is === 'ended' || state.is === 'waiting') && (
          <Button onPress={() => link.current?.again()}>{t('terminal.again')}</Button>
        )}
      </div>
    </div>
  );
}

interface Run {
  parent: HTMLElement;
  address: string;
  onState: (state: LinkState) => void;
  onLink: (link: TerminalLink) => void;
  leave: () => void;
}

function runTerminal({ parent, address, onState, onLink, leave }: Run): () => void {
  const colour = (name: string) => getComputedStyle(parent).getPropertyValue(name).trim();
  const terminal = new Xterm({
    cursorBlink: true,
    fontFamily: colour('--mono'),
    fontSize: 14,
    scrollback,
    theme: {
      background: colour('--terminal'),
      foreground: colour('--terminal-text'),
      cursor: colour('--terminal-text'),
    },
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const dropStyles = withConstructedStyles(() => terminal.open(parent));
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.key !== 'F6') return true;
    if (event.type === 'keydown') leave();
    return false;
  });
  const fitNow = () => {
    // A hidden tab has no size; it is fitted when it is shown.
    if (parent.clientWidth > 0) fit.fit();
  };
  fitNow();
  const link = new TerminalLink({
    open: () => {
      const socket = new WebSocket(address);
      socket.binaryType = 'arraybuffer';
      return socket as unknown as TerminalSocket;
    },
    onData: (data) => terminal.write(data),
    onState,
    size: () => [terminal.cols, terminal.rows],
  });
  onLink(link);
  terminal.onData((text) => link.type(text));
  terminal.onBinary((bytes) => link.typeBytes(bytes));
  terminal.onResize(() => link.resized());
  const watching = new ResizeObserver(fitNow);
  watching.observe(parent);
  return () => {
    watching.disconnect();
    link.close();
    terminal.dispose();
    dropStyles();
  };
}
