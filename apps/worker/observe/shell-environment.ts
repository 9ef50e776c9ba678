/** Run by bash before each command, in a shell of its own: tells the line, as it stands in the history. */
const before = [
  'line=$(HISTTIMEFORMAT= builtin history 1)',
  '[[ :$SHELLOPTS: == *:history:* ]] || line=',
  'line=${line#*[0-9][* ] }',
  'line=${line:0:4000}',
  // What would break or end a mark is written as `\\` and `\xHH`.
  'line=${line//\\\\/\\\\\\\\}',
  'line=${line//;/\\\\x3b}',
  "line=${line//$'\\n'/\\\\x0a}",
  'line=${line//[[:cntrl:]]/ }',
  `builtin printf '\\033]633;E;%s;%s;%s\\007' "$line" "$VOCR_SHELL_KEY" "$$"`,
];

/** Run by bash after each command. A line that is kept out of the history would not be told. */
const after = [
  `builtin printf '\\033]633;D;%s;%s;%s\\007' "$?" "$VOCR_SHELL_KEY" "$$"`,
  'HISTCONTROL=${HISTCONTROL//ignorespace/}',
  'HISTCONTROL=${HISTCONTROL//ignoreboth/ignoredups}',
  'unset HISTIGNORE',
];

/**
 * Environment in which bash marks in its output which commands it runs; other shells do not heed it. It needs no file in the
 * node, and shells in shells have it too. A start-up file that sets `PROMPT_COMMAND` takes away only the exit codes.
 * @param key what the marks carry
 */
export const shellEnvironment = (key: string): string[] => [
  `VOCR_SHELL_KEY=${key}`,
  `VOCR_BEFORE_COMMAND=${before.join('\n')}`,
  'PS0=$(eval "$VOCR_BEFORE_COMMAND")',
  `PROMPT_COMMAND=${after.join('; ')}`,
];
