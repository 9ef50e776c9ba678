/** The words in which the ledger explains itself, in one language. Figures and names come ready for people. */
export interface Dictionary {
  answer: (task: string) => string;
  check: (task: string) => string;
  checkPart: (task: string, shares: string) => string;
  observed: (task: string) => string;
  grade: (task: string, shares: string, submission: number) => string;
  timeBonus: (task: string, at: string) => string;
  firstBlood: (task: string, place: number) => string;
  hint: (task: string, hint: string) => string;
  solution: (task: string) => string;
  service: (service: string, state: 'up' | 'degraded' | 'down', tick: number) => string;
  sla: (service: string, percent: string, target: string) => string;
  adjusted: (note: string) => string;
  about: (task: string) => string;
  points: (points: string) => string;
  decayed: (value: string, full: string, solves: number) => string;
  late: (by: string, percent: string) => string;
  isVoid: string;
  bought: string;
  assumed: string;
  evidence: (sources: string, isForgeable: boolean, seen: string) => string;
  event: (seq: number, at: string) => string;
  hours: (count: number) => string;
  minutes: (count: number) => string;
  seconds: (count: number) => string;
}
