import { loadScenario, type LoadedScenario } from '../load.js';
import { sample, sampleFolder } from './sample-folder.js';

/** What the small sample lacks of the language: roles, services, an attack, a timeline, and tasks of every kind. */
export const drillParts = {
  tasks: `  - id: quiet
    title: { vi: Lặng lẽ, en: Quietly }
    description: { vi: 'Đội {{ team.name }}', en: 'Team {{ team.name }} in {{ networks.dmz.cidr }}' }
    points: 30
    observe:
      actions:
        - { node: attacker, command: { matches: '^nmap .*-p-', user: root } }
        - { node: attacker, connection: { to: web, port: 80 } }
      ordered: true
      within: 10m
      never:
        - { node: web, file: { path: /etc/passwd, change: written } }
    timeBonus: { points: 10, within: 20m }
    firstBlood: [5, 3, 1]
    mappings: [T1046, M1050, D3-AH, PD-WRL-007]
  - id: report
    title: { vi: Báo cáo, en: Report }
    description: { vi: Viết báo cáo, en: Write a report }
    points: 40
    manual:
      rubric:
        - { id: facts, title: { vi: Sự kiện, en: Facts }, points: 25 }
        - { id: style, title: { vi: Văn phong, en: Style }, points: 15 }
      files: { most: 2, size: 5M, types: [pdf] }
  - id: parts
    title: { vi: Từng phần, en: Parts }
    description: { vi: Từng phần, en: Parts }
    points: 20
    hold: { ticks: 3, every: 30s }
    check:
      - { node: web, tcp: { port: 80 }, points: 15 }
      - { node: web, http: { path: /health }, points: 5 }
    decay: { function: logarithmic, minimum: 5, solves: 20 }
  - id: several
    title: { vi: Nhiều, en: Several }
    description: { vi: Nhiều, en: Several }
    points: 20
    answer: { severalOf: { values: [tea, '{{ door_flag }}'], atLeast: 1 }, normalise: [marks] }
    cooldown: 30s
`,
  rest: `roles:
  blue: { nodes: [web, attacker], tasks: [find, mend, quiet, report, parts, several] }
  red: { nodes: [attacker], tasks: [] }
services:
  shop:
    title: { vi: Cửa hàng, en: Shop }
    check:
      - { node: web, from: attacker, http: { contains: ['{{ clerk_password }}'] } }
      - { node: web, tcp: { port: 443 } }
    every: 30s
    points: 5
    degraded: { failing: 1, slowerThan: 2s, points: 2 }
    sla: { target: 99, penalty: 50 }
attacks:
  ransom:
    title: { vi: Tống tiền, en: Ransom }
    node: attacker
    steps:
      - id: scan
        technique: T1046
        run: [nmap, -oG, '-', '{{ nodes.web.ip.dmz }}']
        timeout: 2m
        facts: { door: '(\\d+)/open' }
      - id: enter
        choose:
          - [ncat, '{{ nodes.web.ip }}', '{{ facts.door }}']
          - [curl, 'http://{{ nodes.web.ip }}:{{ facts.door }}']
        requires: { steps: [scan], facts: [door], up: [shop] }
        retries: 2
        pause: 5s
        success: { matches: 'VOCR', check: { node: web, tcp: { port: 22 } } }
        cleanup: [rm, -f, /tmp/x]
timeline:
  - id: hello
    at: 5m
    message: { body: { vi: 'Chào {{ team.name }}', en: 'Hello {{ team.name }}' } }
  - id: strike
    when: { solved: find, teams: 3 }
    delay: 1m
    attack: { name: ransom }
  - id: fall
    when: { service: { name: shop, is: down, for: 30s }, step: { attack: ransom, step: enter } }
    fault: { network: { name: dmz, delay: 200ms }, for: 5m }
    roles: [blue, green]
  - id: drop
    signal: second-half
    file: { node: web, put: { path: /tmp/note, from: files/note.txt } }
  - id: open
    when: { score: 100 }
    task: { ids: [report] }
`,
};

/** A sound scenario that has everything the language can say. */
export const drill: string = sample['scenario.yaml']
  .replace('terminal: { user: root }', 'terminal: { user: root, roles: { blue: {}, red: { user: kali } } }')
  .concat(drillParts.tasks, drillParts.rest);

/** Its folder, with pieces of its text replaced; each must be there. */
export function drillFolder(...changes: (readonly [from: string, to: string])[]): Map<string, Uint8Array> {
  const text = changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the drill has no ${from}`);
    return before.replace(from, () => to);
  }, drill);
  return sampleFolder({ 'scenario.yaml': text, 'files/note.txt': 'for {{ team.name }}\n' });
}

/** What loading a changed drill tells of scenario.yaml, a line a problem with its mend; warnings begin with `warning`. */
export function toldOfDrill(...changes: (readonly [from: string, to: string])[]): string[] {
  return loadScenario(drillFolder(...changes))
    .problems.filter(({ file }) => file === 'scenario.yaml')
    .map(
      ({ message, mend, severity, path }) =>
        `${severity === 'warning' ? 'warning ' : ''}${path}: ${message}${mend === undefined ? '' : ` (${mend})`}`,
    );
}

/** The drill as it is read. */
export const loadDrill = (): LoadedScenario => loadScenario(drillFolder());
