import { describe, expect, it } from 'vitest';
import { contentFault } from './file-content.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the content of a file', () => {
  it.each([
    ['pdf', '%PDF-1.7'],
    ['png', '\x89PNG\r\n\x1a\n'],
    ['docx', 'PK\x03\x04'],
    ['pcap', '\xd4\xc3\xb2\xa1'],
    ['md', '# Báo cáo'],
    ['unheard-of', 'MZ\0\0'],
  ])('of a %s may begin with %j', (type, begins) => {
    expect(contentFault(`a.${type}`, type, bytes(begins))).toBeUndefined();
  });

  it.each([
    ['pdf', 'MZ\x90\0'],
    ['pdf', ''],
    ['png', '<svg onload=alert(1)>'],
    ['txt', 'MZ\x90\0'],
    ['jpg', '\x89PNG\r\n\x1a\n'],
  ])('of a %s may not begin with %j', (type, begins) => {
    expect(contentFault(`a.${type}`, type, bytes(begins))).toContain(`a.${type}`);
  });
});
