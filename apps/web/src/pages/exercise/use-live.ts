import { useEffect, useState } from 'react';
import { exerciseQuery, playedScenarioQuery, rulesQuery } from '../../api/queries.js';
import { queryClient } from '../../api/query-client.js';
import { socketAddress } from '../../api/socket-address.js';
import { ExerciseStream, type Connection, type Socket } from './exercise-stream.js';
import { foldProgress, type ProgressLog } from './progress-log.js';
import { withPlaces } from './queue-place.js';
import { isLogged, type QueueMessage } from './stream-message.js';

/** Events come in bursts; the view is asked for once per burst, less often the more teams are in it. In milliseconds. */
const burst = (teams: number): number => Math.min(2_000, 120 + 10 * teams);
/** Places in the queue come one by one, hundreds at a time to who leads a class; they are shown together, ms. */
const placesEvery = 200;
const moveTheScore =
  /^(task\.|hint\.|solution\.|check\.|action\.|tick\.|team\.|member\.|exercise\.|extension\.|score\.|grade\.|rules\.)/;

/**
 * Keeps the exercise's view current: each event makes it be asked for anew, so what is shown is always what the server
 * computed. @param after seq of the view at hand
 */
export function useLive(id: string, after: number): { connection: Connection; progress: ProgressLog } {
  const [connection, setConnection] = useState<Connection>({ is: 'connecting' });
  const [progress, setProgress] = useState<ProgressLog>({});
  // The stream goes on by itself from where it began.
  const [first] = useState(after);
  useEffect(() => {
    const refresh = refreshing(id);
    const places = placing(id);
    const stream = new ExerciseStream({
      after: first,
      open: (seq) =>
        new WebSocket(socketAddress('/stream', { exercise: id, after: String(seq) })) as unknown as Socket,
      onConnection: (now) => {
        setConnection(now);
        // A socket closes for a session that is over; the next request finds out and leads to the sign-in.
        if (now.is === 'refused')
          void queryClient.invalidateQueries({ queryKey: exerciseQuery(id).queryKey });
      },
      onMessage: (message) => {
        setProgress((log) => foldProgress(log, message));
        if (isLogged(message)) refresh.after(message.type);
        else if (message.type === 'queue') places.show(message);
      },
    });
    const hurry = () => stream.hurry();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      refresh.stop();
      places.stop();
      stream.close();
    };
  }, [id, first]);
  return { connection, progress };
}

function placing(id: string) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: QueueMessage[] = [];
  const run = () => {
    timer = undefined;
    queryClient.setQueryData(exerciseQuery(id).queryKey, (now) => now && withPlaces(now, told));
    told = [];
  };
  return {
    show: (message: QueueMessage) => {
      told.push(message);
      timer ??= setTimeout(run, placesEvery);
    },
    stop: () => clearTimeout(timer),
  };
}

function refreshing(id: string) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let board = false;
  const run = () => {
    timer = undefined;
    // A request that is under way may have been answered before the event: it is given up and made again.
    void queryClient.invalidateQueries({ queryKey: exerciseQuery(id).queryKey });
    if (board) {
      void queryClient.invalidateQueries({ queryKey: ['scoreboard', id] });
      for (const what of ['ledger', 'grades', 'roster', 'services', 'unclear']) {
        void queryClient.invalidateQueries({ queryKey: [what, id] });
      }
    }
    board = false;
  };
  return {
    after: (type: string) => {
      board ||= moveTheScore.test(type);
      if (type === 'rules.revised') refreshRules(id);
      if (type.startsWith('exercise.')) void queryClient.invalidateQueries({ queryKey: ['exercises'] });
      timer ??= setTimeout(
        run,
        burst(queryClient.getQueryData(exerciseQuery(id).queryKey)?.teams.length ?? 0),
      );
    },
    stop: () => clearTimeout(timer),
  };
}

/** Mended rules change what is shown of tasks, too. */
function refreshRules(id: string) {
  void queryClient.invalidateQueries({ queryKey: rulesQuery(id).queryKey });
  void queryClient.invalidateQueries({ queryKey: playedScenarioQuery(id).queryKey });
}
