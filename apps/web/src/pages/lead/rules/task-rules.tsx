import { Checkbox } from 'react-aria-components/Checkbox';
import { useTranslation } from 'react-i18next';
import type { RuleBook } from '../../../api/queries.js';
import { Field } from '../../../components/field.js';
import { useFormat } from '../../../i18n/format.js';
import { useText } from '../../../i18n/text.js';
import { AnswerRules } from './answer-rules.js';
import { isMinutes, isPoints, type TaskDraft } from './rules-draft.js';

interface Props {
  task: RuleBook['tasks'][number];
  draft: TaskDraft;
  isChanged: boolean;
  change: (draft: TaskDraft) => void;
}

/** What of one task's rules can be mended. */
export function TaskRules({ task, draft, isChanged, change }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const points = (value: string) => (isPoints(value) ? null : t('rules.points-wrong'));
  return (
    <details className="rule unfolding" data-task={task.id}>
      <summary>
        {text(task.title)}{' '}
        <span className="soft small">
          {task.void
            ? t('rules.is-void')
            : t('facts.points', { count: task.points, shown: format.number(task.points) })}
        </span>
        {isChanged && <span className="badge badge-warn">{t('rules.changed')}</span>}
      </summary>
      <Field
        label={t('rules.points')}
        value={draft.points}
        onChange={(value) => change({ ...draft, points: value })}
        inputMode="numeric"
        validate={points}
        isRequired
      />
      <Checkbox
        className="checkbox"
        isSelected={draft.isVoid}
        onChange={(isVoid) => change({ ...draft, isVoid })}
      >
        <span className="checkbox-box" aria-hidden="true" />
        {t('rules.void')}
      </Checkbox>
      {draft.answer && <AnswerRules draft={draft.answer} change={(answer) => change({ ...draft, answer })} />}
      <Field
        label={t('rules.minimum')}
        description={t('rules.minimum-about')}
        value={draft.minimum}
        onChange={(minimum) => change({ ...draft, minimum })}
        inputMode="decimal"
        validate={(value) => (isMinutes(value) ? null : t('rules.minimum-wrong'))}
      />
      {task.hints.map(({ id }, index) => (
        <Field
          key={id}
          label={t('rules.hint', { number: format.number(index + 1) })}
          value={draft.hints[id] ?? ''}
          onChange={(cost) => change({ ...draft, hints: { ...draft.hints, [id]: cost } })}
          inputMode="numeric"
          validate={points}
          isRequired
        />
      ))}
    </details>
  );
}
