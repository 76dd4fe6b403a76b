import assert from "node:assert/strict";
import { callsOf, type CpuProfile, flameGraph } from "./flame_graph.ts";

function node(id: number, functionName: string, url: string, children?: number[]) {
  return { id, callFrame: { functionName, url, lineNumber: 1 }, children };
}

/** 1,000 µs: half of it idle, 300 in `write` as called by `send` from two places, 100 each by itself. */
const PROFILE: CpuProfile = {
  nodes: [
    node(1, "(root)", "", [2, 3, 4, 8]),
    node(2, "(idle)", ""),
    node(3, "send", "file:///app/server/a.ts", [5]),
    node(4, "send", "file:///app/server/a.ts", [6]),
    node(5, "write", ""),
    node(6, "write", ""),
    node(8, "onmessage", "file:///app/bench/profile/thread.ts"),
  ],
  startTime: 0,
  endTime: 1_000,
  samples: [2, 5, 6, 3, 8],
  timeDeltas: [500, 100, 200, 100, 100],
};

Deno.test("what a thread did is a tree of calls with their shares of its time", () => {
  const write = { name: "write", file: "", share: 0.3, calls: [] };
  const [send, ...others] = callsOf(PROFILE);
  assert.deepEqual(others, []);
  assert.equal(send.share.toFixed(6), "0.400000");
  assert.deepEqual(send.calls.map((call) => ({ ...call, share: Number(call.share.toFixed(6)) })), [
    write,
  ]);
});

Deno.test("a flame graph shows callers above what they called, as wide as they took time", () => {
  const svg = flameGraph([{ name: "a <thread>", calls: callsOf(PROFILE) }]);
  assert.match(svg, /a &lt;thread&gt;: busy 40 % of the time/);
  const [send, write] = [...svg.matchAll(/<rect class="(\w+)".* y="(\d+)" width="([\d.]+)"/g)];
  assert.deepEqual([send[1], write[1]], ["own", "else"]);
  assert.ok(Number(write[2]) > Number(send[2]));
  assert.equal((Number(write[3]) / Number(send[3])).toFixed(2), "0.75");
  assert.match(svg, /<title>write, runtime: 30.0 %<\/title>/);
});
