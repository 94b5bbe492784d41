/**
 * Draws a table in ASCII: the first column to the left, the others to the right.
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 * @param {string} [title]
 * @returns {string}
 */
export function table(head, rows, title) {
  const cells = [head, ...rows].map((row) => head.map((_, i) => String(row[i] ?? '')));
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  const line = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const draw = (row) =>
    `| ${row.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join(' | ')} |`;
  const lines = [line, draw(cells[0]), line, ...cells.slice(1).map(draw), line];
  return (title ? [title, ...lines] : lines).join('\n');
}

/** Three significant digits: 0.0123, 1.23, 12.3, 1,234; a dash for what was not measured. */
export function figure(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return '-';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return Number(value.toPrecision(3)).toString();
}

/** A ratio, two digits behind the point below ten. */
export function times(value) {
  if (value === undefined || Number.isNaN(value)) return '-';
  return value >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toFixed(value >= 10 ? 1 : 2);
}
