import type { z } from 'zod';
import type { Issue } from './lenient.js';
import { didYouMean, nearest } from './nearest.js';
import { type Path, pathText } from './path.js';
import type { Finding } from './problem.js';

/** Gives what stands in the file for a scalar, for messages that quote it. */
export interface Written {
  written(path: Path): string | undefined;
}

const kinds: Record<string, string> = {
  object: 'a map (key: value)',
  record: 'a map (key: value)',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};
const formats: Record<string, string> = {
  ipv4: 'must be an IPv4 address such as 192.168.56.10',
  cidrv4: 'must be a network such as 192.168.56.0/24',
};

/** A schema's issues in an author's words, each with its mend where there is one. */
export function schemaFindings(file: string, issues: Issue[], source: Written): Finding[] {
  const renamed = new Set<string>();
  const findings = issues.flatMap(({ issue, path, known, meant }): Finding[] => {
    if (issue.code !== 'unrecognized_keys') return [];
    return issue.keys.map((key) => {
      const best = meant.get(key);
      if (best !== undefined) renamed.add(JSON.stringify([...path, best]));
      const mend = didYouMean(best, known);
      return { file, path: [...path, key], onKey: true, message: `${key} is not a known key here`, mend };
    });
  });
  for (const found of issues) {
    if (found.issue.code === 'unrecognized_keys') continue;
    const missing = found.value === undefined && found.path.length > 0;
    // The mistyped key is named already.
    if (missing && renamed.has(JSON.stringify(found.path))) continue;
    findings.push({ file, path: found.path, ...said(found, missing, source) });
  }
  return findings;
}

type Saying = Pick<Finding, 'message' | 'mend' | 'onKey'>;

function said({ issue, path, value }: Issue, missing: boolean, source: Written): Saying {
  const name = pathText(path) || 'the file';
  if (missing) return { message: `${name} is missing` };
  switch (issue.code) {
    case 'invalid_type': {
      const kind = kinds[issue.expected] ?? issue.expected;
      return {
        message: `${name} must be ${kind}, is ${kindOf(value)}`,
        mend: quoting(issue.expected, value, source.written(path)),
      };
    }
    case 'invalid_key':
      return {
        message: `the name ${String(path.at(-1))} ${issue.issues[0]?.message ?? 'is not allowed'}`,
        onKey: true,
      };
    case 'invalid_value':
      return choice(name, value, issue.values.map(String));
    case 'invalid_union':
      if (issue.message.startsWith('must ')) return { message: `${name} ${issue.message}` };
      return choice(name, value, unionOptions(issue));
    case 'too_small':
      return { message: `${name} ${bound('at least', issue.minimum, issue.origin)}` };
    case 'too_big':
      return { message: `${name} ${bound('at most', issue.maximum, issue.origin)}` };
    case 'invalid_format': {
      const message = issue.message.startsWith('Invalid') ? undefined : issue.message;
      const prefix = 'prefix' in issue ? `must begin with ${String(issue.prefix)}` : undefined;
      return {
        message: `${name} ${formats[issue.format] ?? prefix ?? message ?? 'is not written as it must be'}`,
      };
    }
    case 'custom':
      return { message: `${name} ${issue.message}` };
    default:
      return { message: `${name}: ${issue.message}` };
  }
}

function choice(name: string, value: unknown, options: string[]): Saying {
  const best = typeof value === 'string' ? nearest(value, options) : undefined;
  return {
    message: `${name} must be ${options.length > 1 ? 'one of ' : ''}${options.join(', ')}`,
    mend: didYouMean(best, []),
  };
}

function unionOptions(issue: z.core.$ZodIssueInvalidUnion): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : ['something else'];
}

function bound(side: string, limit: number | bigint, origin: string): string {
  if (origin === 'string')
    return limit === 1 && side === 'at least' ? 'is empty' : `must have ${side} ${limit} characters`;
  if (origin === 'array' || origin === 'set')
    return `must have ${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `must be ${side} ${limit}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'a whole number' : 'a number';
  return kinds[typeof value] ?? typeof value;
}

function quoting(expected: string, value: unknown, written: string | undefined): string | undefined {
  if (written === undefined || written.length > 60) return undefined;
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `write it in quotes: "${written}"`;
  }
  const numeric = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  return numeric && ['number', 'int'].includes(expected)
    ? `write it without quotes: ${value.trim()}`
    : undefined;
}
