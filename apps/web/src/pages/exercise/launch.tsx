import { useTranslation } from 'react-i18next';
import type { Range, Scenario } from '../../api/queries.js';
import { useText } from '../../i18n/text.js';
import { launchSteps, type LaunchStep } from './launch-steps.js';
import { imagesText } from './images-text.js';
import { QueueLine } from './queue-line.js';
import type { ProgressLine } from './progress-log.js';

const linesShown = 6;
const marks = { done: '✓', now: '', todo: '' } as const;

interface Props {
  range: Range;
  scenario: Scenario;
  /** What the worker last told of this launch. */
  lines: readonly ProgressLine[];
}

/** The launch of a range, step by step, with what is being done right now. */
export function Launch({ range, scenario, lines }: Props) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const nameOf = (id: string | undefined) => {
    const title = text(scenario.nodes.find((node) => node.id === id)?.title);
    return title || (id ?? '');
  };
  const label = ({ step, node }: LaunchStep) =>
    step === 'node' ? t('launch.node', { node: nameOf(node) }) : t(`launch.${step}`);
  const say = ({ phase, node, detail, images }: ProgressLine) => {
    const key = `phases.${phase}`;
    const what = i18n.exists(key) ? t(key as 'phases.images') : phase;
    return [what, nameOf(node), images ? imagesText(images, t) : detail].filter(Boolean).join(' · ');
  };
  const steps = launchSteps(range);
  const now = steps.find(({ is }) => is === 'now');
  return (
    <div className="launch">
      <p role="status" className="visually-hidden">
        {now && label(now)}
      </p>
      {range.queue && <QueueLine queue={range.queue} />}
      <ol className="launch-steps">
        {steps.map((step) => (
          <li
            key={step.node ?? step.step}
            className={`launch-step launch-${step.is} ${step.step === 'node' ? 'launch-node' : ''}`}
            aria-current={step.is === 'now' ? 'step' : undefined}
          >
            <span className="launch-mark" aria-hidden="true">
              {marks[step.is]}
            </span>
            {label(step)}
            {step.is === 'done' && <span className="visually-hidden"> ({t('launch.done')})</span>}
          </li>
        ))}
      </ol>
      {lines.length > 0 && (
        <ul className="progress-lines" aria-label={t('launch.lines')}>
          {lines.slice(-linesShown).map((line) => (
            <li key={line.key}>{say(line)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
