// What keeps an installed browser quiet: no first-run page, no updates, no requests of its own.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * For a Chromium with a profile of its own.
 * @param {string} profile
 * @returns {string[]}
 */
export const chromiumSwitches = (profile) => [
  '--headless=new',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--mute-audio',
  // The sandbox refuses to work for root, which is who runs tests in containers.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  `--user-data-dir=${profile}`,
];

/** For pages of such a Chromium that nobody looks at. */
export const unthrottled = [
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

const kFirefoxPreferences = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'termsofuse.bypassNotification': true,
  'toolkit.telemetry.enabled': false,
  'trailhead.firstrun.didSeeAboutWelcome': true,
};

/**
 * Makes a Firefox with this profile a quiet one.
 * @param {string} profile
 * @param {Record<string, unknown>} [more]
 */
export function writePreferences(profile, more = {}) {
  const lines = Object.entries({ ...kFirefoxPreferences, ...more }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join(''));
}
