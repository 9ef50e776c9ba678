import { Checkbox } from 'react-aria-components/Checkbox';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/choice.js';
import { Field } from '../../../components/field.js';
import { LinesField } from '../../../components/lines-field.js';
import { answerKinds, isCount, isTolerance, leniences, type AnswerDraft } from './answer-draft.js';

const longestPattern = 1_000;

/** What is right for a task, of whichever kind, and what of an answer does not count. */
export function AnswerRules({ draft, change }: { draft: AnswerDraft; change: (draft: AnswerDraft) => void }) {
  const { t } = useTranslation();
  const set = (part: Partial<AnswerDraft>) => change({ ...draft, ...part });
  const { kind, lines, lenient } = draft;
  const isText = kind !== 'number';
  return (
    <fieldset className="group">
      <legend>{t('rules.answer')}</legend>
      <Choice
        label={t('rules.kind')}
        options={answerKinds.map((value) => ({ value, name: t(`rules.${value}`) }))}
        value={kind}
        choose={(chosen) => set({ kind: chosen })}
      />
      {(kind === 'one-of' || kind === 'several') && (
        <LinesField
          label={t('rules.answers')}
          description={t(kind === 'several' ? 'rules.several-about' : 'rules.answers-about')}
          value={lines}
          onChange={(text) => set({ lines: text })}
          spellCheck="false"
          isRequired
        />
      )}
      {kind === 'several' && (
        <Field
          label={t('rules.at-least')}
          value={draft.atLeast}
          onChange={(atLeast) => set({ atLeast })}
          inputMode="numeric"
          validate={(text) => (isCount(text, lines) ? null : t('rules.at-least-wrong'))}
          isRequired
        />
      )}
      {kind === 'pattern' && (
        <Field
          label={t('rules.expression')}
          description={t('rules.expression-about')}
          value={draft.pattern}
          onChange={(pattern) => set({ pattern })}
          maxLength={longestPattern}
          autoComplete="off"
          spellCheck="false"
          isRequired
        />
      )}
      {kind === 'number' && (
        <>
          <Field
            label={t('rules.right-number')}
            value={draft.number}
            onChange={(number) => set({ number })}
            autoComplete="off"
            isRequired
          />
          <Field
            label={t('rules.tolerance')}
            description={t('rules.tolerance-about')}
            value={draft.tolerance}
            onChange={(tolerance) => set({ tolerance })}
            inputMode="decimal"
            validate={(text) => (isTolerance(text) ? null : t('rules.tolerance-wrong'))}
            isRequired
          />
        </>
      )}
      {isText && (
        <>
          <Option
            label={t('rules.capitals')}
            isOn={!draft.caseSensitive}
            turn={(isOn) => set({ caseSensitive: !isOn })}
          />
          {leniences.map((each) => (
            <Option
              key={each}
              label={t(`rules.${each}`)}
              isOn={lenient.includes(each)}
              turn={(isOn) =>
                set({ lenient: leniences.filter((one) => (one === each ? isOn : lenient.includes(one))) })
              }
            />
          ))}
        </>
      )}
    </fieldset>
  );
}

function Option({ label, isOn, turn }: { label: string; isOn: boolean; turn: (isOn: boolean) => void }) {
  return (
    <Checkbox className="checkbox" isSelected={isOn} onChange={turn}>
      <span className="checkbox-box" aria-hidden="true" />
      {label}
    </Checkbox>
  );
}
