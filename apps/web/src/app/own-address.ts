/** Where to go after signing in: an address of ours, or the start page for anything else. */
export function ownAddress(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
}
