/**
 * Tests of what only the `deno_serve` adapter does.
 * @module
 */
import assert from "node:assert/strict";
import { ParleyError } from "../../../shared/errors.ts";
import { Rig } from "./conformance/rig.ts";
import { listen } from "./deno_serve.ts";

Deno.test({
  name: "sharing a port without --unstable-net is refused with the flag that it needs",
  ignore: "listenDatagram" in Deno,
  fn: async () => {
    const rig = new Rig(listen, { binary: 0, tooLarge: 0 });
    const error = await rig.start({ reusePort: true }).catch((error) => error);
    assert.ok(error instanceof ParleyError);
    assert.equal(error.code, "bad-request");
    assert.match(error.message, /--unstable-net/);
    await rig.end();
  },
});
