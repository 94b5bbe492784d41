/**
 * The Retry-After header: seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 *
 * @returns ms from now, or -1 when the header is absent or means nothing
 */
export function readRetryAfter(value: string | null, now = Date.now()): number {
  if (value === null) return -1;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? -1 : Math.max(0, date - now);
}
