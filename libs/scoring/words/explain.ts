import { textIn, type Language, type Scenario } from '#scenario';
import type { EntryDetail, LedgerEntry } from '../entry.js';
import type { Dictionary } from './dictionary.js';
import { english } from './english.js';
import { vietnamese } from './vietnamese.js';

const dictionaries: Record<Language, Dictionary> = { vi: vietnamese, en: english };

/** What an entry is for, how its points come about, and the event that it rests on: a sentence in each language. */
export function explain(
  entry: LedgerEntry,
  scenario: Pick<Scenario, 'tasks' | 'services'>,
): Record<Language, string> {
  return { vi: sentence(entry, scenario, 'vi'), en: sentence(entry, scenario, 'en') };
}

function sentence(
  entry: LedgerEntry,
  scenario: Pick<Scenario, 'tasks' | 'services'>,
  language: Language,
): string {
  const say = dictionaries[language];
  const task = scenario.tasks.find(({ id }) => id === entry.task);
  const title = task ? textIn(task.title, [language, 'en', 'vi']) : (entry.task ?? '');
  const { detail = {} } = entry;
  const because = [
    ...(entry.reason === 'adjusted' && entry.task !== undefined ? [say.about(title)] : []),
    ...circumstances(detail, task?.points ?? 0, say),
  ];
  const clauses = [say.points(signed(entry.points)), ...because].join('; ');
  return `${what(entry, title, scenario, language, say)}: ${clauses} (${say.event(entry.seq, span(entry.clock, say))}).`;
}

function what(
  { reason, detail = {}, clock }: LedgerEntry,
  title: string,
  { services }: Pick<Scenario, 'services'>,
  language: Language,
  say: Dictionary,
): string {
  const { share, service: id = '' } = detail;
  const service = Object.hasOwn(services, id) ? textIn(services[id]!.title, [language, 'en', 'vi']) : id;
  switch (reason) {
    case 'answer':
      return say.answer(title);
    case 'check':
      return share && share.to < share.of ? say.checkPart(title, shares(share)) : say.check(title);
    case 'observed':
      return say.observed(title);
    case 'grade':
      return say.grade(title, share ? shares(share) : '', detail.submission ?? 0);
    case 'time-bonus':
      return say.timeBonus(title, span(detail.handedIn ?? clock, say));
    case 'first-blood':
      return say.firstBlood(title, detail.place ?? 1);
    case 'hint':
      return say.hint(title, detail.hint ?? '');
    case 'solution':
      return say.solution(title);
    case 'service':
      return say.service(
        service,
        detail.state === 'unknown' ? 'up' : (detail.state ?? 'up'),
        detail.tick ?? 0,
      );
    case 'sla':
      return say.sla(service, String(detail.level?.percent ?? 0), String(detail.level?.target ?? 0));
    case 'adjusted':
      return say.adjusted(detail.note ?? '');
  }
}

/** What else the points depend on. */
function circumstances(detail: EntryDetail, full: number, say: Dictionary): string[] {
  if (detail.void) return [say.isVoid];
  const { value, solves = 0, late, evidence } = detail;
  return [
    ...(detail.bought ? [say.bought] : []),
    ...(value === undefined ? [] : [say.decayed(String(value), String(full), solves)]),
    ...(late ? [say.late(span(late.by, say), String(late.percent))] : []),
    ...(detail.assumed ? [say.assumed] : []),
    ...(evidence
      ? [
          say.evidence(
            evidence.sources.join(', '),
            evidence.strength === 'forgeable',
            evidence.seen.join('; '),
          ),
        ]
      : []),
  ];
}

const shares = ({ to, of }: NonNullable<EntryDetail['share']>) => `${to}/${of}`;
const signed = (points: number) => (points < 0 ? `−${-points}` : `+${points}`);

/** A length of exercise time in its two largest units that are not nought. */
function span(ms: number, say: Dictionary): string {
  const whole = Math.floor(ms / 1000);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const parts = [
    ...(hours ? [say.hours(hours)] : []),
    ...(minutes ? [say.minutes(minutes)] : []),
    ...(seconds && !hours ? [say.seconds(seconds)] : []),
  ];
  return parts.join(' ') || say.seconds(0);
}
