import type { Page } from 'playwright-core';

/** What Chromium itself writes for a response that was refused or broke off. */
const kNetworkError = /^Failed to load resource: /;

/** Collects what a page throws, or writes to the console as an error. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const isExpected = message.type() !== 'error' || kNetworkError.test(message.text());
    if (!isExpected) complaints.push(message.text());
  });
  return complaints;
}
