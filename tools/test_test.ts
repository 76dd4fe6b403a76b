import assert from "node:assert/strict";
import { tally } from "./test.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="7" failures="2" errors="0" time="0.064">
    <testsuite name="./a_test.ts" tests="6" disabled="1" errors="0" failures="2">
        <testcase name="one" classname="./a_test.ts" time="0.025" line="1" col="6">
        </testcase>
        <testcase name="&quot;two&quot; &amp; more [needs a terminal]" classname="./a_test.ts">
            <skipped/>
        </testcase>
        <testcase name="three" classname="./a_test.ts" time="0.001" line="3" col="6">
            <failure message="Uncaught Error: x">Error: x</failure>
        </testcase>
        <testcase name="three &gt; its step" classname="./a_test.ts" time="0.000">
            <failure message="Uncaught Error: x">Error: x</failure>
        </testcase>
        <testcase name="three &gt; its step &gt; the step&apos;s own" classname="./a_test.ts">
        </testcase>
        <testcase name="a &gt; b is no step" classname="./a_test.ts" time="0.000">
        </testcase>
    </testsuite>
    <testsuite name="./b_test.ts" tests="1" disabled="0" errors="0" failures="0">
        <testcase name="one" classname="./b_test.ts" time="0.025" line="1" col="6">
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("tests are counted, their steps are not, and the skipped are named", () => {
  assert.deepEqual(tally(REPORT), {
    passed: 3,
    failed: 1,
    skipped: ['"two" & more [needs a terminal]'],
  });
});

Deno.test("without a report there is nothing to count", () => {
  assert.deepEqual(tally(""), { passed: 0, failed: 0, skipped: [] });
});
