import type { Language } from '../schema.js';

/** What the picture itself says, beside the scenario's own texts. */
export const words: Record<Language, Words> = {
  en: {
    topology: 'Topology',
    router: 'router',
    terminal: 'terminal',
    internet: (places) => `internet: ${places} ${places === 1 ? 'place' : 'places'}`,
    dns: (address) => `DNS ${address}`,
    delay: (delay) => `delay ${delay}`,
    loss: (percent) => `loss ${percent}%`,
    rate: (rate) => `rate ${rate}`,
    alone: 'in no network',
    counts: (networks, nodes) => `${networks} networks, ${nodes} machines`,
    network: (name, cidr) => `Network ${name} (${cidr})`,
    forwards: (rules, forward) =>
      `forwards by ${rules} ${rules === 1 ? 'rule' : 'rules'}, what no rule is about is ${forward === 'drop' ? 'dropped' : 'let through'}`,
    allows: (places) => `reaches of the internet: ${places}`,
    hasTerminal: 'has a terminal',
  },
  vi: {
    topology: 'Sơ đồ mạng',
    router: 'bộ định tuyến',
    terminal: 'terminal',
    internet: (places) => `internet: ${places} nơi`,
    dns: (address) => `DNS ${address}`,
    delay: (delay) => `trễ ${delay}`,
    loss: (percent) => `mất ${percent}%`,
    rate: (rate) => `tốc độ ${rate}`,
    alone: 'không ở mạng nào',
    counts: (networks, nodes) => `${networks} mạng, ${nodes} máy`,
    network: (name, cidr) => `Mạng ${name} (${cidr})`,
    forwards: (rules, forward) =>
      `chuyển tiếp theo ${rules} luật, phần không luật nào nói tới thì ${forward === 'drop' ? 'bị chặn' : 'được qua'}`,
    allows: (places) => `ra internet tới: ${places}`,
    hasTerminal: 'có terminal',
  },
};

interface Words {
  topology: string;
  router: string;
  terminal: string;
  internet(places: number): string;
  dns(address: string): string;
  delay(delay: string): string;
  loss(percent: number): string;
  rate(rate: string): string;
  alone: string;
  counts(networks: number, nodes: number): string;
  network(name: string, cidr: string): string;
  forwards(rules: number, forward: 'drop' | 'accept'): string;
  allows(places: string): string;
  hasTerminal: string;
}
