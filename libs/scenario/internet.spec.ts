import { describe, expect, it } from 'vitest';
import { internetPlace, refusedPlaces } from './internet.js';

describe('a place of the internet', () => {
  it.each([
    ['packages.example.net:80', { host: 'packages.example.net', port: 80 }],
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
    expect(refused([], 'packages.example.net:80')).toEqual(['packages.example.net:80']);
  });
  it('is by name, by names below one, by port, or all', () => {
    expect(
      refused(['packages.example.net'], 'packages.example.net:80', 'evil-packages.example.net:80'),
    ).toEqual(['evil-packages.example.net:80']);
    expect(
      refused(
        ['*.example.net:80'],
        'a.example.net:80',
        '*.b.example.net:80',
        'a.example.net:81',
        'example.net:80',
      ),
    ).toEqual(['a.example.net:81', 'example.net:80']);
    expect(refused(['a.example.net:80'], '*.example.net:80')).toEqual(['*.example.net:80']);
    expect(refused(['*'], 'a.example:1', '*.example:2')).toEqual([]);
    expect(refused(['*.example'], '*.example:1', 'xexample.org:1', '10.0.0.1:80')).toEqual([
      'xexample.org:1',
      '10.0.0.1:80',
    ]);
  });
});
