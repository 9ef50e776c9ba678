import { addressPlan } from './addresses.js';
import { Draw } from './draw.js';
import { placeValues, plainTeamName, teamNameTemplate } from './places.js';
import type { Scenario, Variable } from './schema.js';
import { familyNames, givenNames } from './usernames.js';

/** What a team's values are made from. */
export interface ValueSource {
  /** The exercise's key, 32 random bytes; never in the log. Secret values depend on it alone. */
  key: Uint8Array;
  /** The instructor's seed; all that is not secret depends on it alone. */
  seed: string;
  /** The team's id, 1 to 11 of [a-z0-9]. */
  team: string;
  /** What the team is called, as whoever plays has put it; without it, its id. */
  teamName?: string;
}

/** Letters and digits that are not taken for one another: no 0 O o, no 1 l I i. */
const passwordLetters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** How often a username or a port is drawn again because another variable of the team has it. */
const redraws = 64;

/** True for a variable whose value only its team may learn, and only by earning it: flag and password. */
export function isSecret(variable: Pick<Variable, 'type'>): boolean {
  return variable.type === 'flag' || variable.type === 'password';
}

/**
 * Makes texts fit for those who may not learn a team's secrets: each stands as the template that it came from. For what
 * probes and nodes say, which may repeat anything.
 */
export function hideSecrets(
  scenario: Pick<Scenario, 'variables'>,
  values: Readonly<Record<string, string>>,
): (text: string) => string {
  const secrets = Object.entries(scenario.variables)
    .filter(([name, variable]) => isSecret(variable) && values[name])
    .map(([name]): [string, string] => [values[name]!, `{{ ${name} }}`]);
  return (text) => secrets.reduce((left, [value, shown]) => left.replaceAll(value, () => shown), text);
}

/**
 * What a team's templates stand for: each variable by its name, the team's name as `team.name`, and what is where as
 * `placeValues` says.
 * The same source gives the same values, in whatever order the variables are declared.
 * @throws RangeError when the key is not 32 bytes or the team is not a team's id
 */
export function teamValues(
  scenario: Pick<Scenario, 'id' | 'variables' | 'networks' | 'nodes'>,
  source: ValueSource,
): Record<string, string> {
  if (source.key.length !== 32)
    throw new RangeError(`the exercise's key must be 32 bytes, has ${source.key.length}`);
  if (!/^[a-z0-9]{1,11}$/.test(source.team)) throw new RangeError('a team id must be 1 to 11 of a-z and 0-9');
  const values = new Map<string, string>();
  const taken = { username: new Set<string>(), port: new Set<string>() };
  for (const name of Object.keys(scenario.variables).sort()) {
    const variable = scenario.variables[name]!;
    const draw = new Draw(
      isSecret(variable) ? source.key : source.seed,
      `${scenario.id}/${source.team}/${name}`,
    );
    let value = valueOf(variable, draw);
    if (variable.type === 'username' || variable.type === 'port') {
      for (let again = 0; taken[variable.type].has(value) && again < redraws; again++)
        value = valueOf(variable, draw);
      taken[variable.type].add(value);
    }
    values.set(name, value);
  }
  return {
    ...placeValues(scenario.networks, addressPlan(scenario)),
    [teamNameTemplate]: plainTeamName(source.teamName, source.team),
    ...Object.fromEntries(values),
  };
}

function valueOf(variable: Variable, draw: Draw): string {
  switch (variable.type) {
    case 'flag':
      return `${variable.wrapper}{${draw.bytes(16).toString('hex')}}`;
    case 'password':
      return Array.from({ length: variable.length }, () => draw.of(passwordLetters)).join('');
    case 'username':
      return `${draw.of(givenNames)}${draw.of(familyNames)}${10 + draw.below(90)}`;
    case 'port':
    case 'number':
      return String(variable.min + draw.below(variable.max - variable.min + 1));
    case 'choice':
      return draw.of(variable.of);
    case 'text':
      return variable.value;
  }
}
