import { expect, test } from 'vitest';
import { readReport } from '../../tools/junit-report.mjs';

const ctest = `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="(empty)" tests="4" failures="1" disabled="1" skipped="1">
	<testcase name="splits &lt;lines&gt;" classname="splits &lt;lines&gt;" time="0.04" status="run">
		<system-out>&lt;failure</system-out>
	</testcase>
	<testcase name="too slow" classname="too slow" time="1.01" status="fail">
		<failure message=""/>
		<system-out></system-out>
	</testcase>
	<testcase name="not there" classname="not there" time="0" status="notrun">
		<skipped message="Unable to find executable"/>
	</testcase>
	<testcase name="off" classname="off" time="0" status="disabled">
		<system-out>Disabled</system-out>
	</testcase>
</testsuite>`;

const vitest = `<?xml version="1.0" encoding="UTF-8" ?>
<testsuites name="vitest tests" tests="3" failures="1" errors="0" time="0.09">
    <testsuite name="a.test.ts" tests="3" failures="1" errors="0" skipped="1">
        <testcase classname="a.test.ts" name="opens" time="0.001">
        </testcase>
        <testcase classname="a.test.ts" name="closes &quot;at once&quot; &amp; for ever" time="0">
            <skipped/>
        </testcase>
        <testcase classname="a.test.ts" name="fails" time="0.03">
            <failure message="expected &apos;&lt;skipped&apos; to be 1" type="AssertionError">
            </failure>
        </testcase>
    </testsuite>
</testsuites>`;

test("ctest's report is counted, with the names of what failed and of what did not run", () => {
  expect(readReport(ctest, false)).toEqual({
    passed: 1,
    failed: 1,
    failures: ['too slow'],
    skipped: ['not there', 'off'],
  });
});

test("Vitest's report is counted, with the names of what failed and of what did not run", () => {
  expect(readReport(vitest, false)).toEqual({
    passed: 1,
    failed: 1,
    failures: ["a.test.ts: fails: expected '<skipped' to be 1"],
    skipped: ['closes "at once" & for ever'],
  });
});

test('a run that ended badly without a failed test counts as one failure', () => {
  const report = '<testsuite><testcase name="a" time="0"></testcase></testsuite>';
  expect(readReport(report, true)).toEqual({ passed: 1, failed: 0, failures: [], skipped: [] });
  expect(readReport(report, false)).toEqual({ passed: 1, failed: 1, failures: [], skipped: [] });
});
