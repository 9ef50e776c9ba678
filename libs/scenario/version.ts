/** Orders semantic versions by number: 1.10.0 is after 1.9.0. Zero only for the same text. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(BigInt));
  const at = x!.findIndex((part, index) => part !== y![index]);
  if (at >= 0) return x![at]! < y![at]! ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}
