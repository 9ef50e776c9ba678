import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exercise } from '../../../api/queries.js';
import { Button } from '../../../components/button.js';
import { Field } from '../../../components/field.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { useSpeed } from '../../exercise/orders.js';
import { Archive } from './archive.js';
import { ScheduleForm } from './schedule-form.js';

/** How the exercise runs: its times and its clock. */
export function CoursePart({ exercise }: { exercise: Exercise }) {
  if (exercise.state === 'finished' || exercise.state === 'archived') return <Archive exercise={exercise} />;
  return (
    <>
      <ScheduleForm exercise={exercise} />
      <Speed key={exercise.clock.speed} exercise={exercise} />
    </>
  );
}

const least = 0.25;
const most = 60;

function Speed({ exercise }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const [speed, setSpeed] = useState(String(exercise.clock.speed));
  const set = useSpeed(exercise.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(Number(speed));
  };
  return (
    <section className="card" aria-labelledby="lead-speed">
      <h2 id="lead-speed">{t('speed.title')}</h2>
      <form className="form lead-form" onSubmit={submit}>
        <Field
          label={t('speed.label')}
          description={t('speed.about')}
          value={speed}
          onChange={setSpeed}
          inputMode="decimal"
          validate={(text) => (isSpeed(text) ? null : t('problems.speed-invalid'))}
          isRequired
        />
        <ProblemNotice error={set.error} />
        <div className="actions">
          <Button type="submit" look="main" isPending={set.isPending}>
            {t('speed.set')}
          </Button>
        </div>
      </form>
    </section>
  );
}

const isSpeed = (text: string) =>
  /^\d+([.]\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most;
