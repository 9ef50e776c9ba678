import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { Button } from '../../../components/button.js';
import { Field } from '../../../components/field.js';
import { useProblemText } from '../../../components/problem-text.js';
import { useFormat } from '../../../i18n/format.js';
import { refreshExercise } from '../orders.js';
import { useSecondsLeft } from '../seconds-left.js';
import { useDraft } from './draft.js';
import type { TaskPlace } from './task-card.js';

const longestAnswer = 1_000;

interface Props {
  place: TaskPlace;
  attemptsLeft: number | undefined;
  /** Seconds, as of `readAt`, until the task takes another answer. */
  wait: number | undefined;
  /** When that was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
  solved: boolean;
  acts: boolean;
  /** Nothing is taken now, but one may go on typing. */
  held: boolean;
}

/** Takes an answer and says at once whether it is right. A wrong answer stays, to be corrected. */
export function AnswerForm({ place, attemptsLeft, wait, readAt, solved, acts, held }: Props) {
  const { t } = useTranslation();
  const say = useProblemText();
  const format = useFormat();
  const [answer, setAnswer] = useDraft(`${place.id}.${place.team}.${place.task}`);
  const [judged, setJudged] = useState<string>();
  const submit = useMutation({
    mutationFn: (body: { answer: string }) =>
      ask(
        api.POST('/api/v1/exercises/{id}/teams/{team}/tasks/{task}/answers', {
          params: { path: place },
          body,
        }),
      ),
    onSuccess: ({ correct }, body) => {
      setJudged(body.answer);
      if (correct) setAnswer('');
    },
    onSettled: () => refreshExercise(place.id),
  });
  const seconds = useSecondsLeft(wait, readAt);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (answer.trim() !== '' && !submit.isPending && !held && seconds === 0) submit.mutate({ answer });
  };
  const verdict = submit.data;
  const stillWrong = verdict && !verdict.correct && !submit.isPending && judged === answer;
  const usedUp = attemptsLeft === 0;
  return (
    <form className="answer" onSubmit={send}>
      {!solved && acts && (
        <>
          <div className="answer-line">
            <Field
              label={t('answer.label')}
              value={answer}
              onChange={setAnswer}
              maxLength={longestAnswer}
              autoComplete="off"
              spellCheck="false"
              isInvalid={stillWrong ?? false}
              isDisabled={usedUp}
            />
            <Button
              type="submit"
              look="main"
              isPending={submit.isPending}
              isDisabled={usedUp || held || seconds > 0}
            >
              {t('answer.submit')}
            </Button>
          </div>
          {wait !== undefined && (
            // It keeps its place when the wait is over, so that nothing moves under the pointer.
            <p className="soft small answer-wait">
              {seconds > 0 && t('answer.wait', { time: format.duration(`${seconds}s`) })}
            </p>
          )}
          {attemptsLeft !== undefined && (
            <p className="soft small">{t('answer.attempts-left', { count: attemptsLeft })}</p>
          )}
        </>
      )}
      <p role="status" className="verdict">
        {(verdict?.correct ?? false) && (
          <span className="good-text">
            {t('answer.right', { points: format.number(verdict?.points ?? 0) })}
          </span>
        )}
        {stillWrong && <span className="bad-text">{t('answer.wrong')}</span>}
        {submit.error && <span className="bad-text">{say(submit.error)}</span>}
      </p>
    </form>
  );
}
