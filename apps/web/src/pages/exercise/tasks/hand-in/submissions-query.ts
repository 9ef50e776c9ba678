import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '../../../../api/client.js';
import type { TaskPlace } from '../task-card.js';

/** What a team handed in for a task, with its grades; the newest last. */
export const submissionsQuery = (place: TaskPlace) =>
  queryOptions({
    queryKey: ['exercise', place.id, 'submissions', place.team, place.task],
    queryFn: () =>
      ask(
        api.GET('/api/v1/exercises/{id}/teams/{team}/tasks/{task}/submissions', { params: { path: place } }),
      ),
  });
