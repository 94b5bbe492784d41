// The element's style sheet, constructed: a strict Content Security Policy allows that.

const kText = `
:host {
  --paper: #ffffff; --raised: #f4f5f7; --ink: #1c2126; --soft: #59636e; --line: #d5dae0;
  --accent: #0b5cad; --chosen: #dcebfb; --string: #0a6640; --number: #7a3e9d; --failure: #b3261e;
  --connecting: #8a94a0; --open: #1a8f5a; --waiting: #c77700; --paused: #8a94a0; --closed: #b3261e;
  --events: #3f7fc4;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace;
  display: block; container-type: inline-size; height: 30rem; min-height: 16rem;
  color: var(--ink); background: var(--paper); color-scheme: light;
  border: 1px solid var(--line); border-radius: 8px; overflow: hidden;
  font: 13px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; text-align: start;
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: #15191d; --raised: #1e242a; --ink: #e6e9ec; --soft: #a2adb8; --line: #343c45;
    --accent: #7cb7f5; --chosen: #1f3a57; --string: #7fd6a8; --number: #d3a6f0; --failure: #ff8f85;
    --connecting: #7d8893; --open: #45c08a; --waiting: #f0b04d; --paused: #7d8893; --closed: #ff8f85;
    --events: #6ba6e0;
    color-scheme: dark;
  }
}
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
.inspector { display: flex; flex-direction: column; height: 100%; }
p, dl, dd, ul, h3, pre { margin: 0; padding: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.status, .tools {
  display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; padding: 8px 10px;
  background: var(--raised);
}
.sources { max-width: 100%; flex: 0 1 15rem; min-width: 0; text-overflow: ellipsis; }
.now { display: flex; flex-direction: column; justify-content: center; flex: 1 1 14rem; min-height: 2.8em; }
.state { font-weight: 600; }
.state::before {
  content: ""; display: inline-block; width: 9px; height: 9px; margin-inline-end: 6px;
  border-radius: 50%; background: var(--connecting);
}
.state[data-state="open"]::before { background: var(--open); }
.state[data-state="waiting"]::before { background: var(--waiting); border-radius: 0; }
.state[data-state="closed"]::before { background: var(--closed); border-radius: 0; transform: rotate(45deg); }
.next { color: var(--soft); font-variant-numeric: tabular-nums; }
.status .facts { display: flex; flex-wrap: wrap; gap: 2px 10px; }
.status .facts div { display: flex; flex-direction: column-reverse; min-width: 4.2rem; }
dt { color: var(--soft); font-size: 11px; }
dd { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.time-line { display: block; width: 100%; height: 80px; flex: none; border-block: 1px solid var(--line); }
.tools { border-block-end: 1px solid var(--line); gap: 6px; }
.shown { color: var(--soft); font-variant-numeric: tabular-nums; flex: 1 1 auto; }
button, select, input {
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line);
  border-radius: 5px; padding: 3px 8px; min-height: 28px; min-width: 0;
}
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
button[aria-pressed="true"] { background: var(--chosen); border-color: var(--accent); }
button.plain { border-color: transparent; background: none; font-size: 17px; line-height: 1; }
input { flex: 1 1 9rem; max-width: 20rem; }
input::placeholder { color: var(--soft); opacity: 1; }
.tools select { max-width: 9rem; }
.panes { display: flex; flex: 1 1 0; min-height: 0; }
.list { container-type: inline-size; position: relative; flex: 1 1 60%; min-width: 0; min-height: 0; }
.rows { position: relative; height: 100%; overflow: hidden auto; contain: strict; overflow-anchor: none; }
.empty { position: absolute; inset: 0 0 auto; padding: 20px; text-align: center; color: var(--soft); pointer-events: none; }
.row {
  position: absolute; inset: 0 0 auto; height: 24px; line-height: 23px; padding-inline: 10px;
  display: grid; gap: 10px; border-block-end: 1px solid var(--line); cursor: default;
  grid-template-columns: 6.8rem 4.5rem minmax(4rem, 7rem) minmax(2rem, 5rem) minmax(0, 1fr) 4.6rem;
}
.row > span { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.row .time, .row .gap, .row .size, .row .id { color: var(--soft); font-variant-numeric: tabular-nums; }
.row .gap, .row .size { text-align: end; }
.row .type { font-weight: 600; }
.row .text { font-family: var(--mono); font-size: 12px; }
.row:hover { background: var(--raised); }
.row:not([data-kind="event"]) { background: var(--raised); }
.row[data-kind="open"] .type { color: var(--open-ink, var(--string)); }
.row[data-kind="failure"] .type, .row[data-kind="failure"] .text { color: var(--failure); }
.row:not([data-kind="event"]) .text { font-family: inherit; }
.row[aria-selected="true"] { background: var(--chosen); box-shadow: inset 3px 0 var(--accent); }
.details {
  flex: 1 1 40%; min-width: 0; min-height: 0; overflow: auto; padding: 4px 10px 10px;
  border-inline-start: 1px solid var(--line);
}
.details .head {
  display: flex; align-items: center; gap: 8px; position: sticky; top: -4px; padding-block: 4px;
  background: var(--paper);
}
.details h3 { font-size: 13px; flex: 1; }
.details .facts { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-block-end: 8px; }
.details p { overflow-wrap: anywhere; }
.details .note { color: var(--soft); }
pre { font: 12px/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
.tree, .tree ul { list-style: none; font: 12px/1.6 var(--mono); }
.tree ul { padding-inline-start: 14px; border-inline-start: 1px solid var(--line); margin-inline-start: 4px; }
.tree li { outline: none; }
.tree .line { display: block; padding-inline-start: 14px; text-indent: -14px; overflow-wrap: anywhere; cursor: default; }
.tree .line::before { content: ""; display: inline-block; width: 14px; text-indent: 0; }
.tree [aria-expanded="false"] > .line::before { content: "▸"; color: var(--soft); }
.tree [aria-expanded="true"] > .line::before { content: "▾"; color: var(--soft); }
.tree li:focus-visible > .line { outline: 2px solid var(--accent); border-radius: 3px; }
.tree .key { color: var(--accent); }
.tree .string { color: var(--string); }
.tree .number, .tree .boolean, .tree .null { color: var(--number); }
.tree .array, .tree .object { color: var(--soft); }
.tree .more { color: var(--accent); text-decoration: underline; }
@container (max-width: 700px) {
  .panes { flex-direction: column; }
  .details { border-inline-start: 0; border-block-start: 1px solid var(--line); flex-basis: 50%; }
  .list { flex-basis: 50%; }
  .row { grid-template-columns: 5.9rem minmax(3.5rem, 6rem) minmax(0, 1fr) 4.2rem; gap: 8px; }
  .row .gap, .row .id { display: none; }
  .row:not([data-kind="event"]) .size { display: none; }
}
@container (max-width: 430px) {
  .row { grid-template-columns: minmax(3.5rem, 5.5rem) minmax(0, 1fr) 3.8rem; }
  .row .time { display: none; }
}
@container (max-width: 500px) {
  .status .facts { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); width: 100%; gap: 2px 10px; }
  .status .facts div { min-width: 0; }
  .sources { flex-basis: 100%; }
  .tools button, .tools select { padding-inline: 6px; }
  .tools input { flex-basis: 7rem; }
  .shown { order: 1; }
}
@media (max-width: 500px) {
  :host { height: 40rem; }
}
`;

let sheet: CSSStyleSheet | undefined;

/**
 * Gives a shadow tree its style. Where no sheet can be constructed (Safari before 16.4), a style element
 * with the page's nonce has it, which a policy that names the nonce allows.
 */
export function applyStyles(root: ShadowRoot): void {
  if ('adoptedStyleSheets' in root) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(kText);
    }
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement('style');
  style.nonce = document.querySelector<HTMLElement>('[nonce]')?.nonce ?? '';
  style.textContent = kText;
  (root as ShadowRoot).append(style);
}
