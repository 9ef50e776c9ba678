/** A block of IPv4 addresses; numbers are the address as an unsigned 32-bit integer. */
export interface Block {
  /** First address of the block: the network's own. */
  first: number;
  /** Last address of the block: its broadcast. */
  last: number;
  /** Length of the mask, 0 to 32. */
  prefix: number;
  /** False when the text had bits set beyond the mask, as in 10.0.0.5/24. */
  exact: boolean;
}

/** The number of a dotted address that the schema has accepted. */
export function addressNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The dotted text of an address' number. */
export function addressText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** The block that a CIDR text, which the schema has accepted, names. */
export function blockOf(cidr: string): Block {
  const [address = '', length = ''] = cidr.split('/');
  const prefix = Number(length);
  const size = 2 ** (32 - prefix);
  const given = addressNumber(address);
  const first = Math.floor(given / size) * size;
  return { first, last: first + size - 1, prefix, exact: given === first };
}

/** True when two blocks share an address. */
export function overlap(a: Block, b: Block): boolean {
  return a.first <= b.last && b.first <= a.last;
}
