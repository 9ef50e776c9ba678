import { describe, expect, it } from 'vitest';
import { firstLanguage } from './language.js';
import { pick } from './text.js';

describe('firstLanguage', () => {
  it.each([
    ['vi', ['en-US'], 'vi'],
    ['en', ['vi-VN'], 'en'],
    [null, ['vi-VN', 'en-US'], 'vi'],
    [null, ['fr-FR', 'en-GB', 'vi'], 'en'],
    [null, ['fr-FR'], 'en'],
    ['xx', [], 'en'],
  ])('chosen %j, browser %j: %s', (chosen, browser, language) => {
    expect(firstLanguage(chosen, browser)).toBe(language);
  });
});

describe('pick', () => {
  it('takes the wanted language, else the one there is, and says which', () => {
    expect(pick({ vi: 'trà', en: 'tea' }, 'en')).toEqual({ language: 'en', text: 'tea' });
    expect(pick({ vi: 'trà' }, 'en')).toEqual({ language: 'vi', text: 'trà' });
    expect(pick(undefined, 'en')).toEqual({ language: 'en', text: '' });
  });
});
