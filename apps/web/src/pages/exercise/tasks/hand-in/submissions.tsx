import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../api/queries.js';
import { Fetched } from '../../../../components/fetched.js';
import { useFormat } from '../../../../i18n/format.js';
import { useText } from '../../../../i18n/text.js';
import type { TaskPlace } from '../task-card.js';
import { EraseFile } from './erase-file.js';
import { submissionsQuery } from './submissions-query.js';

interface Props {
  place: TaskPlace;
  rubric: Pick<NonNullable<Task['manual']>['rubric'][number], 'id' | 'title' | 'points'>[];
  /** For who leads: they may erase what was handed in. */
  erases?: boolean;
}

/** Every hand-in, the newest first. Files are only ever saved, never shown. */
export function Submissions({ place, rubric, erases = false }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const query = useQuery(submissionsQuery(place));
  return (
    <Fetched query={query}>
      {({ items }) => (
        <ol className="submissions" reversed>
          {items.toReversed().map((item) => {
            const grade = item.grades.at(-1);
            return (
              <li key={item.seq} className="submission" data-submission={item.seq}>
                <p className="small soft">{t('hand-in.by', { who: item.by, at: format.time(item.at) })}</p>
                {item.text !== undefined && <p className="submission-text">{item.text}</p>}
                <ul>
                  {item.files.map((file) => (
                    <li key={file.name}>
                      {file.erased ? (
                        t('hand-in.erased', { name: file.name })
                      ) : (
                        <>
                          <a
                            download={file.name}
                            href={`/api/v1/exercises/${place.id}/teams/${place.team}/tasks/${place.task}/files/${file.sha256}`}
                          >
                            {file.name}
                          </a>{' '}
                          <span className="soft small">{format.fileSize(file.size)}</span>
                          {erases && <EraseFile place={place} file={file} />}
                        </>
                      )}
                    </li>
                  ))}
                </ul>
                {grade ? (
                  <div className="grade">
                    <ul>
                      {rubric.map(({ id, title, points }) => (
                        <li key={id}>
                          {t('hand-in.score', {
                            criterion: text(title),
                            score: format.number(grade.scores[id] ?? 0),
                            points: format.number(points),
                          })}
                        </li>
                      ))}
                    </ul>
                    {grade.comment !== undefined && <p className="submission-text">{grade.comment}</p>}
                  </div>
                ) : (
                  <p className="small soft">{t('hand-in.waiting')}</p>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </Fetched>
  );
}
