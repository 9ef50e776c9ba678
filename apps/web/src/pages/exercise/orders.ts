import { useMutation } from '@tanstack/react-query';
import { api, ask } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { exerciseQuery, exercisesQuery } from '../../api/queries.js';

/** Asks for the exercise's view anew: what was just done shows at once, not only when its event comes. */
export async function refreshExercise(id: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: exerciseQuery(id).queryKey }),
    queryClient.invalidateQueries({ queryKey: ['scoreboard', id] }),
    queryClient.invalidateQueries({ queryKey: ['ledger', id] }),
  ]);
}

/** Starts, pauses, resumes or finishes an exercise. */
export function useSteer(id: string, order: 'start' | 'pause' | 'resume' | 'finish') {
  return useMutation({
    mutationFn: () => ask(api.POST(`/api/v1/exercises/{id}/${order}`, { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: exercisesQuery.queryKey }),
    onSettled: () => refreshExercise(id),
  });
}

/** Joins a class by its id, in a team of one's own. */
export function useJoin() {
  return useMutation({
    mutationFn: (id: string) => ask(api.POST('/api/v1/exercises/{id}/join', { params: { path: { id } } })),
    onSuccess: async (exercise) => {
      const { queryKey } = exerciseQuery(exercise.id);
      await queryClient.resetQueries({ queryKey });
      queryClient.setQueryData(queryKey, exercise);
      await queryClient.invalidateQueries({ queryKey: exercisesQuery.queryKey });
    },
  });
}

/** Has the exercise's clock run faster or slower, in exercise time per wall time. */
export function useSpeed(id: string) {
  return useMutation({
    mutationFn: (speed: number) =>
      ask(api.POST('/api/v1/exercises/{id}/clock', { params: { path: { id } }, body: { speed } })),
    onSettled: () => refreshExercise(id),
  });
}

export type RangeOrder = 'start' | 'stop' | 'reset' | 'suspend' | 'resume' | 'extend';

/** Orders a team's range up, down or anew, frozen, on again, or to live longer. */
export function useRangeOrder(id: string, team: string) {
  return useMutation({
    mutationFn: (order: RangeOrder) =>
      ask(api.POST(`/api/v1/exercises/{id}/teams/{team}/range/${order}`, { params: { path: { id, team } } })),
    onSettled: () => refreshExercise(id),
  });
}

/** Has one machine of a team's range built anew. */
export function useNodeReset(id: string, team: string) {
  return useMutation({
    mutationFn: (node: string) =>
      ask(
        api.POST('/api/v1/exercises/{id}/teams/{team}/range/nodes/{node}/reset', {
          params: { path: { id, team, node } },
        }),
      ),
    onSettled: () => refreshExercise(id),
  });
}
