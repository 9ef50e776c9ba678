import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ask } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { exerciseQuery, exercisesQuery } from '../../api/queries.js';

/**
 * Creates an exercise, starts it when it is one's own, and goes to it. When only the start fails, the error is told and the
 * exercise waits among one's own.
 */
export function useBegin(scenario: string, mode: 'solo' | 'class') {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      const body = { scenario, mode, ...(mode === 'class' ? { teams: [] } : {}) };
      const made = await ask(api.POST('/api/v1/exercises', { body }));
      if (mode === 'class') return made;
      return ask(api.POST('/api/v1/exercises/{id}/start', { params: { path: { id: made.id } }, body: {} }));
    },
    onSuccess: async (exercise) => {
      queryClient.setQueryData(exerciseQuery(exercise.id).queryKey, exercise);
      await navigate({ to: '/exercises/$exercise', params: { exercise: exercise.id } });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: exercisesQuery.queryKey }),
  });
}
