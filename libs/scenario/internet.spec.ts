import { describe, expect, it } from 'vitest';
import { internetPlace, refusedPlaces } from './internet.js';

describe('a place of the internet', () => {
  it.each([
    ['deb.debian.org:80', { host: 'deb.debian.org', port: 80 }],
    ['*.example.org:443', { host: '*.example.org', port: 443 }],
    ['example.org', { host: 'example.org' }],
    ['*', { host: '*' }],
    ['*:443', { host: '*', port: 443 }],
  ])('is %s', (text, place) => expect(internetPlace(text)).toEqual(place));

  it.each([
    '192.168.1.1:80',
    '10.0.0.1',
    '[::1]:80',
    'localhost:80',
    'a.example:0',
    'a.example:65536',
    'A.example:80',
    'a.*.example:80',
    'a.example:80\nb.example',
    'a.example 80',
    '-a.example:1',
    `${'a'.repeat(64)}.example:1`,
    `${'a.'.repeat(130)}example:1`,
    '',
  ])('is not %j', (text) => expect(internetPlace(text)).toBeUndefined());
});

describe('what an installation permits', () => {
  const refused = (permitted: string[], ...allow: string[]) => refusedPlaces(allow, permitted);
  it('is nothing unless it says so', () => {
    expect(refused([], 'deb.debian.org:80')).toEqual(['deb.debian.org:80']);
  });
  it('is by name, by names below one, by port, or all', () => {
    expect(refused(['deb.debian.org'], 'deb.debian.org:80', 'evil-deb.debian.org:80')).toEqual([
      'evil-deb.debian.org:80',
    ]);
    expect(
      refused(
        ['*.debian.org:80'],
        'a.debian.org:80',
        '*.b.debian.org:80',
        'a.debian.org:81',
        'debian.org:80',
      ),
    ).toEqual(['a.debian.org:81', 'debian.org:80']);
    expect(refused(['a.debian.org:80'], '*.debian.org:80')).toEqual(['*.debian.org:80']);
    expect(refused(['*'], 'a.example:1', '*.example:2')).toEqual([]);
    expect(refused(['*.example'], '*.example:1', 'xexample.org:1', '10.0.0.1:80')).toEqual([
      'xexample.org:1',
      '10.0.0.1:80',
    ]);
  });
});
