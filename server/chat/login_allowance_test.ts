import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { LoginAllowance } from "./login_allowance.ts";

Deno.test("a name's password, and one address, can be tried so often and then once in a while", () => {
  const allowance = new LoginAllowance();
  const ways = [
    (now: number) => allowance.spendOfName("alice", now),
    (now: number) => allowance.spendOfAddress("alice", now),
  ];
  for (const spend of ways) {
    for (let n = 0; n < limits.loginBurst; n++) spend(0);
    assert.throws(() => spend(0), {
      code: "rate-limited",
      retryAfter: limits.loginInterval / 1000,
    });
    spend(limits.loginInterval);
    assert.throws(() => spend(limits.loginInterval), { code: "rate-limited" });
  }
  allowance.spendOfName("bob", 0);
});
