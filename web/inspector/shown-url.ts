/** A URL without what may be secret: user info, fragment, and the values of its query. */
export function shownUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return '';
  }
  const { protocol, host, pathname, search } = parsed;
  if (protocol === 'data:') return 'data:…';
  if (protocol === 'about:' || protocol === 'blob:') return protocol + pathname;
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`;
}
