import type { Decision, Order, Setting } from './commands.js';
import { pause, resume, setSpeed } from './decide-clock.js';
import { reportCheck, requestCheck } from './decide-check.js';
import { create, finish, join, start } from './decide-course.js';
import { expireRange, extendRange, resetNode, resumeRange, suspendRange } from './decide-life.js';
import { putInBracket } from './decide-bracket.js';
import { adjustScore, giveGrade, handIn } from './decide-manual.js';
import { setCapture, setLink } from './decide-network.js';
import { reportObservation, settleObserved } from './decide-observe.js';
import { failRange, placeRange, reportRange, resetRange, startRange, stopRange } from './decide-range.js';
import { replaceScenario } from './decide-scenario.js';
import { scoreTick } from './decide-service.js';
import { changeRoster } from './decide-roster.js';
import { archive, close, extendDeadline, open, schedule } from './decide-schedule.js';
import { revealHint, submitAnswer } from './decide-task.js';
import { revealSolution } from './decide-solution.js';
import { reviseRules } from './decide-rules.js';
import { settingAt } from './rules.js';
import { accept } from './commands.js';
import { rangeOf, type ExerciseState } from './state.js';

/**
 * What an order comes to in a state. Reads no clock and no randomness: the same state, order and setting give the same
 * decision for ever.
 */
export function decide(state: ExerciseState, order: Order, pinned: Setting): Decision {
  const setting = settingAt(state, pinned);
  switch (order.type) {
    case 'create':
      return create(state, order);
    case 'start':
      return start(state, order);
    case 'finish':
      return finish(state);
    case 'archive':
      return archive(state);
    case 'schedule':
      return schedule(state, order);
    case 'open':
      return open(state, order);
    case 'close':
      return close(state, order);
    case 'extend-deadline':
      return extendDeadline(state, order);
    case 'put-in-bracket':
      return putInBracket(state, order);
    case 'change-roster':
      return changeRoster(state, order);
    case 'pause':
      return pause(state);
    case 'resume':
      return resume(state);
    case 'set-speed':
      return setSpeed(state, order);
    case 'replace-scenario':
      return replaceScenario(state, order);
    case 'join':
      return join(state, order);
    case 'start-range':
      return startRange(state, order);
    case 'stop-range':
      return stopRange(state, order.team);
    case 'reset-range':
      return resetRange(state, order);
    case 'reset-node':
      return resetNode(state, order, setting);
    case 'suspend-range':
      return suspendRange(state, order.team);
    case 'resume-range':
      return resumeRange(state, order.team);
    case 'extend-range':
      return extendRange(state, order);
    case 'expire-range':
      return expireRange(state, order);
    case 'place-range':
      return placeRange(state, order);
    case 'fail-range':
      return failRange(state, order);
    case 'set-link':
      return setLink(state, order, setting);
    case 'set-capture':
      return setCapture(state, order, setting);
    case 'report-range':
      return reportRange(state, order);
    case 'submit-answer':
      return submitAnswer(state, order, setting);
    case 'reveal-solution':
      return revealSolution(state, order, setting);
    case 'reveal-hint':
      return revealHint(state, order, setting);
    case 'request-check':
      return requestCheck(state, order, setting);
    case 'report-observation':
      return reportObservation(state, order, setting);
    case 'settle-observed':
      return settleObserved(state, order, setting);
    case 'score-tick':
      return scoreTick(state, order, setting);
    case 'report-check':
      return reportCheck(state, order, setting);
    case 'revise-rules':
      return reviseRules(state, order, pinned);
    case 'hand-in':
      return handIn(state, order, setting);
    case 'give-grade':
      return giveGrade(state, order, setting);
    case 'adjust-score':
      return adjustScore(state, order, setting);
    case 'report-terminal': {
      const { team, node, session } = order;
      const range = rangeOf(state, team)?.id;
      return accept({ type: `terminal.${order.is}`, team, range, payload: { node, session } });
    }
  }
}
