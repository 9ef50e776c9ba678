import type { Probe } from '#scenario';
import { brief, failed, passed, silent, unknown, type Answer } from './answer.js';
import { connect, connectPatience } from './connect.js';
import type { Target } from './target.js';

/** Whether something accepts connections at a port. */
export async function askTcp({ port }: NonNullable<Probe['tcp']>, target: Target): Promise<Answer> {
  const seen = await connect(target, port);
  switch (seen.is) {
    case 'open':
      return passed(`port ${port} accepts connections`);
    case 'refused':
      return failed(`port ${port} refuses connections`);
    case 'silent':
      return silent(`port ${port} did not answer within ${connectPatience}`);
    case 'unreachable':
      return silent(`port ${port} cannot be reached`);
    case 'unclear':
      return unknown(`port ${port} could not be asked: ${brief(seen.why)}`);
  }
}
