import type { Probe } from '#scenario';
import { brief, failed, passed, unknown, type Answer } from './answer.js';
import { connect, connectPatience } from './connect.js';
import type { Target } from './target.js';

/** Whether a port takes no connection: it may refuse, or a firewall may keep silent for it. */
export async function askClosed({ port }: NonNullable<Probe['closed']>, target: Target): Promise<Answer> {
  const seen = await connect(target, port);
  switch (seen.is) {
    case 'open':
      return failed(`port ${port} accepts connections`);
    case 'refused':
      return passed(`port ${port} refuses connections`);
    case 'silent':
      return passed(`port ${port} did not answer within ${connectPatience}`);
    case 'unreachable':
      return passed(`port ${port} cannot be reached`);
    case 'unclear':
      return unknown(`port ${port} could not be asked: ${brief(seen.why)}`);
  }
}
