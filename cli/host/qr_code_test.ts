import assert from "node:assert/strict";
import { encode } from "uqr";
import { qrCode } from "./qr_code.ts";

Deno.test("the lines hold every module of the code, dark on light, with a light border", () => {
  const url = "http://192.168.1.20:8000";
  const rows = qrCode(url).flatMap((line) => {
    const [, cells] = /^\x1b\[30;107m(.*)\x1b\[0m$/.exec(line)!;
    return ["█▀", "█▄"].map((dark) => [...cells].map((cell) => dark.includes(cell)));
  });
  const { data, size } = encode(url, { border: 2 });
  assert.deepEqual(rows.slice(0, size), data);
});
