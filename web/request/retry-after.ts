// The three forms of https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats. Date.parse takes much else
// for a date, "1.5" and "2099-12-31" among it.
const kHttpDate =
  /^[A-Z][a-z]+(?:, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT|, \d\d-[A-Z][a-z]{2}-\d\d [\d:]{8} GMT| [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4})$/;

/**
 * The Retry-After header: seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 *
 * @returns ms from now, or -1 when the header is absent or means nothing
 */
export function readRetryAfter(value: string | null, now = Date.now()): number {
  if (value === null) return -1;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  if (!kHttpDate.test(value)) return -1;
  // The form that does not name its time zone has the same one.
  const date = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(date) ? -1 : Math.max(0, date - now);
}
