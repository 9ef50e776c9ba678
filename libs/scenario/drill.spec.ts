import { describe, expect, it } from 'vitest';
import { drill, drillFolder, loadDrill, toldOfDrill } from './testing/drill-folder.js';
import { loadScenario } from './load.js';

describe('a scenario with everything that the language can say', () => {
  it('validates', () => {
    expect(toldOfDrill()).toEqual([]);
    expect(loadDrill().problems.filter(({ severity }) => severity !== 'warning')).toEqual([]);
    expect(loadDrill().scenario?.timeline.map(({ id }) => id)).toEqual([
      'hello',
      'strike',
      'fall',
      'drop',
      'open',
    ]);
  });

  it('reads the pattern of a fact as it is written', () => {
    expect(loadDrill().scenario?.attacks.ransom?.steps[0]?.facts).toEqual({ door: '(\\d+)/open' });
  });
});

describe('what is wrong in it is named with its mend', () => {
  it.each<[about: string, from: string, to: string, told: string]>([
    [
      'a step of an attack that is not there',
      'step: enter }',
      'step: entr }',
      'timeline[2].when.step.step: attack ransom has no step entr (did you mean enter?)',
    ],
    [
      'an attack that is not there',
      'attack: { name: ransom }',
      'attack: { name: ranson }',
      'timeline[1].attack.name: there is no attack ranson (did you mean ransom?)',
    ],
    [
      'a service that is not there',
      'up: [shop]',
      'up: [shp]',
      'attacks.ransom.steps[1].requires.up[0]: there is no service shp (did you mean shop?)',
    ],
    [
      'a node that an action is seen on',
      '{ node: web, file:',
      '{ node: wbe, file:',
      'tasks[2].observe.never[0].node: there is no node wbe (did you mean web?)',
    ],
    [
      'a node that a role sees',
      'red: { nodes: [attacker]',
      'red: { nodes: [attackr]',
      'roles.red.nodes[0]: there is no node attackr (did you mean attacker?)',
    ],
    [
      'a task that opens',
      'ids: [report]',
      'ids: [reprt]',
      'timeline[4].task.ids[0]: there is no task reprt (did you mean report?)',
    ],
    [
      'a step that comes later',
      'technique: T1046',
      'requires: { steps: [enter] }',
      'attacks.ransom.steps[0].requires.steps[0]: step enter does not come before this one (the first step can require none)',
    ],
    [
      'a fact that no step learns',
      'facts: [door]',
      'facts: [dor]',
      'attacks.ransom.steps[1].requires.facts[0]: no step before this one learns dor (did you mean door?)',
    ],
    [
      'a fact in a command that no step before learns',
      "[nmap, -oG, '-',",
      "[nmap, '{{ facts.door }}',",
      'attacks.ransom.steps[0].run[1]: no step before this one learns facts.door (let a step before it have it under `facts`)',
    ],
    [
      'a fact where none is known',
      "'Chào {{ team.name }}'",
      "'Chào {{ facts.door }}'",
      'timeline[0].message.body.vi: facts.door is known only to the commands of an attack (use it in `run` of a step)',
    ],
    [
      'a secret in the command of an attack',
      "'{{ nodes.web.ip.dmz }}'",
      "'{{ door_flag }}'",
      'attacks.ransom.steps[0].run[3]: door_flag is secret, and this can be read by every process of the node (give it to the node in a file)',
    ],
    [
      'an address in a network that the node is not in',
      '{{ nodes.web.ip.dmz }}',
      '{{ nodes.attacker.ip.inner }}',
      'attacks.ransom.steps[0].run[3]: there is no variable nodes.attacker.ip.inner (did you mean nodes.attacker.ip.dmz? or write \\{{ nodes.attacker.ip.inner }} if the text itself is meant)',
    ],
    [
      'the addresses of a network that is not there',
      '{{ networks.dmz.cidr }}',
      '{{ networks.dmx.cidr }}',
      'tasks[2].description.en: there is no variable networks.dmx.cidr (did you mean networks.dmz.cidr? or write \\{{ networks.dmx.cidr }} if the text itself is meant)',
    ],
    [
      "the team's name in a command",
      "'{{ nodes.web.ip.dmz }}'",
      "'{{ team.name }}'",
      'attacks.ransom.steps[0].run[3]: team.name is chosen by who plays, and this can be read by every process of the node (use it in texts and in files only)',
    ],
    [
      "the team's name in an answer",
      "values: [tea, '{{ door_flag }}']",
      "values: ['{{ team.name }}', '{{ door_flag }}']",
      'tasks[5].answer.severalOf.values[0]: team.name is chosen by who plays, and this decides who earns points (use it in texts and in files only)',
    ],
    [
      'shares that are not the whole',
      'points: 25 }',
      'points: 24 }',
      'tasks[3].manual.rubric: these points make 39, but task report has 40 (make them 40 together)',
    ],
    [
      'a share that is missing',
      'tcp: { port: 80 }, points: 15 }',
      'tcp: { port: 80 } }',
      'tasks[4].check[0]: has no points, though others here have (give points to each, or to none)',
    ],
    [
      'a least that is more than the most',
      'minimum: 5,',
      'minimum: 21,',
      "tasks[4].decay.minimum: minimum 21 is more than the task's 20 points",
    ],
    [
      'two criteria of one name',
      'id: style',
      'id: facts',
      'tasks[3].manual.rubric[1].id: the criterion facts is there twice',
    ],
    [
      'two injects of one name',
      'id: strike',
      'id: hello',
      'timeline[1].id: the inject id hello is there twice',
    ],
    [
      'two triggers',
      'signal: second-half',
      'signal: second-half\n    at: 1m',
      'timeline[3]: timeline[3] needs exactly one of at, when, signal',
    ],
    [
      'no kind of inject',
      '    task: { ids: [report] }\n',
      '',
      'timeline[4]: timeline[4] needs exactly one of message, attack, fault, file, task',
    ],
    [
      'two kinds of task',
      '    hold: {',
      '    answer: { value: x }\n    hold: {',
      'tasks[4]: tasks[4] needs exactly one of answer, check, observe, manual',
    ],
    [
      'a hold of what is no check',
      '    cooldown: 30s\n',
      '    hold: { ticks: 2 }\n',
      'tasks[5].hold: tasks[5].hold is for tasks with a check',
    ],
    [
      'a pattern that is none',
      "matches: '^nmap .*-p-'",
      "matches: '^nmap ('",
      'tasks[2].observe.actions[0].command.matches: tasks[2].observe.actions[0].command.matches is no pattern: Invalid regular expression: /^nmap (|/u: Unterminated group',
    ],
    [
      'a fact without a group',
      "'(\\d+)/open'",
      "'open'",
      'attacks.ransom.steps[0].facts.door: attacks.ransom.steps[0].facts.door must have exactly one group (…), has 0',
    ],
    [
      'an id of no framework',
      '[T1046, M1050',
      '[X1046, M1050',
      'tasks[2].mappings[0]: tasks[2].mappings[0] must be an id of ATT&CK, D3FEND or NICE, such as T1190, D3-AH or PD-WRL-007',
    ],
    [
      'a file that is not in the folder',
      'from: files/note.txt',
      'from: files/not.txt',
      "timeline[3].file.put.from: there is no file files/not.txt in the scenario's folder (did you mean files/note.txt?)",
    ],
    [
      'a text that is missing in a language',
      'title: { vi: Cửa hàng, en: Shop }',
      'title: { vi: Cửa hàng }',
      'services.shop.title: services.shop.title has no text in en (add en: …)',
    ],
    [
      'more failing probes than there are',
      'failing: 1',
      'failing: 3',
      'services.shop.degraded.failing: services.shop.degraded.failing must be at most the number of probes',
    ],
    [
      'a task that a role can never open',
      'tasks: [] }',
      'tasks: [mend] }',
      'roles.red.tasks[0]: task mend can never be opened by red: it requires find, which red does not see (add find, or drop mend)',
    ],
    [
      'a tick out of bounds',
      'every: 30s\n    points: 5',
      'every: 1s\n    points: 5',
      'services.shop.every: services.shop.every must be from 5s to 1h',
    ],
    [
      'an inject after the end',
      'at: 5m',
      'at: 2h',
      "warning timeline[0].at: comes after the scenario's 30m (make it earlier, or duration longer)",
    ],
    [
      'an inject that waits for what it opens',
      'when: { score: 100 }',
      'when: { solved: report }',
      'timeline[4].when.solved: waits for task report, which it opens itself: neither can ever be (wait for another task)',
    ],
    [
      'a mistyped key of an inject',
      'signal: second-half',
      'sginal: second-half',
      'timeline[3].sginal: sginal is not a known key here (did you mean signal?)',
    ],
  ])('%s', (_, from, to, told) => {
    expect(toldOfDrill([from, to])).toEqual([told]);
  });

  it('a terminal on a node that the role does not see', () => {
    expect(toldOfDrill(['red: { nodes: [attacker]', 'red: { nodes: [web]'])).toEqual([
      'nodes.attacker.terminal.roles.red: red does not see node attacker, so it gets no terminal there (add attacker to roles.red.nodes)',
    ]);
  });

  it('all of them at once', () => {
    const told = toldOfDrill(
      ['points: 25 }', 'points: 24 }'],
      ['step: enter }', 'step: entr }'],
      ['up: [shop]', 'up: [shp]'],
      ['every: 30s\n    points: 5', 'every: 1s\n    points: 5'],
      ['id: style', 'id: facts'],
    );
    expect(told).toHaveLength(5);
  });

  it('also where a mark stands behind a cut item', () => {
    const text = drill.replace('points: 30\n', 'points: x\n').replace('ids: [report]', 'ids: [reprt]');
    const { problems } = loadScenario(new Map([...drillFolder(), ['scenario.yaml', Buffer.from(text)]]));
    const told = problems.filter(({ severity }) => severity !== 'warning').map(({ message }) => message);
    expect(told).toEqual(['tasks[2].points must be a number, is a text', 'there is no task reprt']);
  });
});
