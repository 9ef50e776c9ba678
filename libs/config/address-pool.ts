import { z } from 'zod';

const network = z.cidrv4();

/** One or more IPv4 networks, separated by commas and disjoint, such as `10.128.0.0/9,172.20.0.0/14`. */
export const addressPool = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .superRefine((parts, context) => {
    const wrong = parts.find((part) => !network.safeParse(part).success);
    if (wrong !== undefined) {
      const message = `${JSON.stringify(wrong)} is no IPv4 network such as 10.128.0.0/9`;
      return context.addIssue({ code: 'custom', message });
    }
    const blocks = parts.map((part) => ({ part, ...blockOf(part) }));
    for (const [index, one] of blocks.entries()) {
      const other = blocks.slice(0, index).find((o) => o.first <= one.last && one.first <= o.last);
      if (other) context.addIssue({ code: 'custom', message: `${other.part} and ${one.part} overlap` });
    }
  })
  .transform((parts) => parts.join(','));

function blockOf(cidr: string): { first: number; last: number } {
  const [address = '', length = ''] = cidr.split('/');
  const number = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}
