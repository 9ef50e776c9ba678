import { useTranslation } from 'react-i18next';
import type { Exercise } from '../../../api/queries.js';
import { BracketForm } from './bracket-form.js';
import { ExtensionForm } from './extension-form.js';
import { Roster } from './roster.js';

/** Who may come, who has more time, and who is ranked among whom. */
export function PeoplePart({ exercise }: { exercise: Exercise }) {
  const { t } = useTranslation();
  return (
    <>
      {exercise.mode === 'class' ? (
        <Roster exercise={exercise} />
      ) : (
        <p className="soft">{t('roster.class-only')}</p>
      )}
      <ExtensionForm exercise={exercise} />
      <BracketForm exercise={exercise} />
    </>
  );
}
