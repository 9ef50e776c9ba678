import { describe, expect, it } from 'vitest';
import { BuildOutput } from './build-output.js';

describe('what the engine prints of a build', () => {
  it('tells the step, and the last lines of that step', () => {
    const output = new BuildOutput();
    expect(output.place('ended')).toBe('before its first step ended');
    expect(output.add('Step 1/12 : FROM vocr/base')).toBe(true);
    expect(output.add(' ---> 0123456789ab')).toBe(false);
    output.add('Step 2/12 : RUN apt-get  update');
    output.add(' ---> Running in 0123456789ab');
    for (let line = 1; line <= 20; line++) output.add(`line ${line}`);
    output.add('\u001b[31mE: \u0007no\u001b[0m');
    expect(output).toMatchObject({ step: 2, of: 12, line: 'E: no' });
    expect(output.place()).toBe('step 2 of 12: RUN apt-get update');
    expect(output.place('ended with code 1')).toBe('step 2 of 12 ended with code 1: RUN apt-get update');
    expect(output.tail()).toHaveLength(12);
    expect(output.tail().slice(-2)).toEqual(['line 20', 'E: no']);
    output.add('Step 3/12 : COPY . /');
    expect(output.tail()).toEqual([]);
  });

  it('is bounded', () => {
    const output = new BuildOutput();
    output.add(`Step 1/1 : RUN ${'x'.repeat(10_000)}`);
    output.add('y'.repeat(10_000));
    expect(output.place().length).toBeLessThan(150);
    expect(output.line.length).toBeLessThan(400);
  });
});
