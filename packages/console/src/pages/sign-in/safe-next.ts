/** Where to go after signing in: only an address of this console, never another site's. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith('/')) return '/';
  const origin = 'http://console.invalid';
  const url = URL.parse(next, origin);
  return url?.origin === origin ? `${url.pathname}${url.search}` : '/';
}
