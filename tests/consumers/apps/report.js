/** Tells the server how it went. */
export const report = (result) =>
  fetch('/report', { method: 'POST', body: JSON.stringify(result) });

addEventListener('error', ({ message }) => report({ error: message }));
addEventListener('unhandledrejection', ({ reason }) => report({ error: String(reason) }));
