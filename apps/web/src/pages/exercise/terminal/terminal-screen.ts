import { FitAddon } from '@xterm/addon-fit';
import { Terminal as Xterm } from '@xterm/xterm';
import { withConstructedStyles } from './constructed-styles.js';
import { TerminalLink, type LinkState, type TerminalSocket } from './terminal-link.js';

interface Options {
  parent: HTMLElement;
  address: string;
  onState: (state: LinkState) => void;
  onLink: (link: TerminalLink) => void;
  /** Takes the focus out of the terminal. */
  leave: () => void;
}

const scrollback = 5_000;
/** Programs count on so many columns. */
const columns = 80;
/** Width of a character by its height, and what stands beside the text, in pixels. */
const advance = 0.61;
const beside = 30;
const smallest = 12;
/** Leaves whatever a program left behind when its connection went: its screen, the mouse, pasting in brackets, a hidden cursor. */
const freshLine = '\x1b[?1047l\x1b[?1;1000;1002;1003;1006;2004l\x1b[?25h\x1b[0m\r\n';

/** Shows a terminal in an element and connects it. Returns what ends both. */
export function showTerminal({ parent, address, onState, onLink, leave }: Options): () => void {
  const terminal = makeTerminal(parent);
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const dropStyles = withConstructedStyles(() => terminal.open(parent));
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.key === 'F6') {
      if (event.type === 'keydown') leave();
      return false;
    }
    return !isForClipboard(event, terminal.hasSelection());
  });
  // With nothing selected any more, the next Ctrl+C interrupts again.
  const copied = () => terminal.clearSelection();
  parent.addEventListener('copy', copied);
  const fitNow = () => {
    // A hidden tab has no size; it is fitted when it is shown.
    if (parent.clientWidth === 0) return;
    const size = fontSizeFor(parent.clientWidth);
    if (terminal.options.fontSize !== size) terminal.options.fontSize = size;
    fit.fit();
  };
  fitNow();
  let before = false;
  const link = new TerminalLink({
    open: () => {
      const socket = new WebSocket(address);
      socket.binaryType = 'arraybuffer';
      return socket as unknown as TerminalSocket;
    },
    onData: (data) => terminal.write(data),
    onState: (state) => {
      if (state.is === 'open') {
        if (before) terminal.write(freshLine);
        before = true;
      }
      onState(state);
    },
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
    parent.removeEventListener('copy', copied);
    link.close();
    terminal.dispose();
    dropStyles();
  };
}

function makeTerminal(parent: HTMLElement): Xterm {
  const colour = (name: string) => getComputedStyle(parent).getPropertyValue(name).trim();
  return new Xterm({
    cursorBlink: true,
    fontFamily: colour('--mono'),
    fontSize: fontSizeFor(parent.clientWidth),
    // Below this some fonts lose their underscores.
    lineHeight: 1.2,
    minimumContrastRatio: 4.5,
    scrollback,
    // A double click takes all of VOCR{...}.
    wordSeparator: ' ()[]\'",;`|<>',
    theme: {
      background: colour('--terminal'),
      foreground: colour('--terminal-text'),
      cursor: colour('--terminal-text'),
    },
  });
}

/** Whether a key is left to the browser: Ctrl+V, and Ctrl+C while something is selected. */
function isForClipboard(event: KeyboardEvent, selected: boolean): boolean {
  if (!event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
  // In capitals while Caps Lock is on.
  const key = event.key.toLowerCase();
  return key === 'v' || (key === 'c' && selected);
}

/** The page's small text where the usual columns fit, less where they do not. In pixels. */
function fontSizeFor(width: number): number {
  const largest = 0.875 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const fitting = Math.floor((width - beside) / columns / advance);
  return Math.max(smallest, Math.min(largest, fitting));
}
