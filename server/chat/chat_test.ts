import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { checkPassword } from "./password_rule.ts";
import { SendAllowance } from "./send_allowance.ts";

Deno.test("whoever overdraws the allowance is refused everything until the pause is over", () => {
  const allowance = new SendAllowance(10, 3);
  for (let n = 0; n < 3; n++) assert.equal(allowance.take("alice", 0), 0);
  assert.equal(allowance.take("alice", 0), limits.sendRetry);
  // The bucket holds a token again after 100 ms; the pause goes on, so that order holds.
  assert.equal(allowance.take("alice", 400), limits.sendRetry - 400);
  assert.equal(allowance.take("bob", 400), 0, "others are not concerned");
  assert.equal(allowance.take("alice", limits.sendRetry), 0);
});

Deno.test("a rate of 0 is no limit", () => {
  const allowance = new SendAllowance(0, 1);
  for (let n = 0; n < 1000; n++) assert.equal(allowance.take("alice", 0), 0);
});

Deno.test("passwords that are short, well known or one's own name are refused", () => {
  const weak = [
    "short",
    "password123",
    "Password1234567",
    "1234567890",
    "aaaaaaaaaaaaaa",
    "alicealice",
    "Alice123456789",
    "qwertyuiop123",
    "x".repeat(300),
  ];
  for (const password of weak) {
    assert.throws(() => checkPassword(password, "alice"), { code: "weak-password" }, password);
  }
});

Deno.test("long passwords of one's own are taken, whatever signs they hold", () => {
  for (
    const password of [
      "correct horse battery",
      "žluťoučký kůň",
      "密码密码很长很长的一句话",
      "kx72#pQv91",
    ]
  ) {
    checkPassword(password, "alice");
  }
});
