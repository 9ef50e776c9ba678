/** The address of one of our own WebSockets. */
export function socketAddress(path: '/stream' | '/terminal', query: Record<string, string>): string {
  const origin = location.origin.replace(/^http/, 'ws');
  return `${origin}${path}?${new URLSearchParams(query).toString()}`;
}
