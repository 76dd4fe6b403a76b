import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { checkPassword } from "./password_rule.ts";

/** From the upper ends of published lists of leaked passwords: those that are long enough. */
const COMMON = [
  "1234567890",
  "12345678910",
  "123456789a",
  "0123456789",
  "0987654321",
  "1111111111",
  "147258369a",
  "123123123123",
  "1q2w3e4r5t",
  "1q2w3e4r5t6y",
  "q1w2e3r4t5y6",
  "1qaz2wsx3edc",
  "1qazxsw23edc",
  "zaq12wsx12",
  "qwertyuiop",
  "qwerty123456",
  "qweasdzxc123",
  "asdfghjkl1",
  "poiuytrewq",
  "abcdefghij1234567890",
  "password123",
  "Password123!",
  "P@ssw0rd123",
  "passw0rd2026",
  "iloveyou123",
  "iloveyou1234",
  "basketball",
  "volleyball1",
  "christopher",
  "strawberry1",
  "manchester1",
  "michaeljordan",
  "motherfucker",
  "administrator",
  "admin123456",
  "welcome123",
  "changeme123",
  "letmein2026",
  "superman123",
  "minecraft123",
  "trustno1trustno1",
  "aaaaaaaaaaaa",
  "abababababab",
];

Deno.test("well-known passwords are refused, however they are decorated", () => {
  for (const password of COMMON) {
    for (const spelt of [password, password.toUpperCase()]) {
      assert.throws(() => checkPassword(spelt, "alice"), { code: "weak-password" }, spelt);
    }
  }
});

Deno.test("one's own name is no password", () => {
  for (const password of ["alice-alice", "Alice123456", "aliceALICE2026"]) {
    assert.throws(() => checkPassword(password, "Alice"), { code: "weak-password" }, password);
  }
});

Deno.test("several words, or anything else that nobody would guess, are fine", () => {
  const good = [
    "correct horse battery",
    "computer says no, again",
    "my dragon eats passwords",
    "Tr0ub4dor&3xyz",
    "zwölf Boxkämpfer",
    "пароль из трёх слов",
    "f81d4fae7dec",
    "x".repeat(limits.passwordMaximum - 4) + "yzab",
  ];
  for (const password of good) checkPassword(password, "alice");
});

Deno.test("a password is as long as the limits say", () => {
  const short = "kQ7!pX2#v".slice(0, limits.passwordMinimum - 1);
  assert.throws(() => checkPassword(short, "alice"), { message: /shorter than/ });
  const long = "kQ7!pX2#".repeat(limits.passwordMaximum);
  assert.throws(() => checkPassword(long, "alice"), { message: /longer than/ });
});
