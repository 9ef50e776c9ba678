/** A body that each route takes, by the end of its path: who asks is to be refused for who they are, not for what they say. */
export const routeBodies: [path: RegExp, body: (id: string) => unknown][] = [
  [/\/answers$/, () => ({ answer: 'x' })],
  [/\/tickets$/, (id) => ({ for: 'stream', exercise: id })],
  [/\{network\}\/link$/, () => ({})],
  [/\{id\}\/scenario$/, () => ({ scenario: `sha256:${'0'.repeat(64)}` })],
  [/\/rules\/preview$/, () => ({ reason: 'mended', tasks: {} })],
  [/\/rules$/, () => ({ reason: 'mended', tasks: {}, seq: 1 })],
  [/\/clock$/, () => ({ speed: 2 })],
  [/\/schedule(\/preview)?$/, () => ({})],
  [/\/extension$/, () => ({ by: '1h' })],
  [/\/bracket$/, () => ({ bracket: 'first' })],
  [/\/roster$/, () => ({ usernames: ['learner'] })],
  [/\/files$/, () => ({ text: 'mine' })],
  [/\/grades$/, () => ({ submission: 1, scores: {} })],
  [/\/adjustments$/, () => ({ points: 1, reason: 'fair' })],
];
