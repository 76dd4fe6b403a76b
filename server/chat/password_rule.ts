/**
 * Which passwords are refused: too short, too long, well known, or the account's own name.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";

/**
 * What the well-known long passwords are made of: words, walks over the keyboard, rows of digits. What is
 * left besides them counts. Longer ones stand before their parts.
 */
const WELL_KNOWN = [
  "q1w2e3r4t5y6",
  "q1w2e3r4t5",
  "q1w2e3r4",
  "qweasdzxc",
  "qazwsxedc",
  "qwe123",
  "zaq12wsx",
  "zaq1xsw2",
  "1qazxsw23edc",
  "1qazxsw2",
  "xsw21qaz",
  "poiuytrewq",
  "lkjhgfdsa",
  "mnbvcxz",
  "asdf1234",
  "1234qwer",
  "a1b2c3d4",
  "abcdefghij",
  "abcd1234",
  "aa123456",
  "147258369",
  "789456123",
  "159357",
  "112233",
  "123321",
  "0987654321",
  "motherfucker",
  "christopher",
  "michaeljordan",
  "playstation",
  "blackberry",
  "strawberry",
  "watermelon",
  "butterfly",
  "chocolate",
  "cheesecake",
  "basketball",
  "volleyball",
  "skateboard",
  "snowboard",
  "manchester",
  "barcelona",
  "liverpool",
  "california",
  "washington",
  "university",
  "spiderman",
  "pokemon",
  "minecraft",
  "babygirl",
  "beautiful",
  "sweetheart",
  "whatever",
  "fuckyou",
  "loveyou",
  "computer",
  "internet",
  "password",
  "passwort",
  "passw0rd",
  "p@ssw0rd",
  "p@ssword",
  "qwertyuiop",
  "qwerty",
  "qwertz",
  "azerty",
  "asdfghjkl",
  "zxcvbnm",
  "1q2w3e4r5t",
  "1qaz2wsx3edc",
  "1qaz2wsx",
  "iloveyou",
  "letmein",
  "welcome",
  "sunshine",
  "princess",
  "football",
  "baseball",
  "superman",
  "starwars",
  "trustno1",
  "administrator",
  "changeme",
  "default",
  "secret",
  "master",
  "dragon",
  "monkey",
  "shadow",
  "admin",
  "login",
  "guest",
  "parley",
  "abc123",
  "abcdefghijklmnopqrstuvwxyz",
  "0123456789",
  "1234567890",
  "123456789",
  "12345678",
  "1234567",
  "123456",
  "12345",
  "1234",
  "123",
  "987654321",
  "2024",
  "2025",
  "2026",
];

/** Characters besides well-known words that make a password one's own. */
const OWN_CHARACTERS = 4;

/**
 * @param name the account's name.
 * @throws {ParleyError} `weak-password` with the reason.
 */
export function checkPassword(password: string, name: string): void {
  const refuse = (reason: string): never => {
    throw new ParleyError("weak-password", reason);
  };
  if ([...password].length < limits.passwordMinimum) {
    refuse(
      `The password is shorter than ${limits.passwordMinimum} characters. Choose a longer one; ` +
        "several words are fine.",
    );
  }
  if (password.length > limits.passwordMaximum) {
    refuse(`The password is longer than ${limits.passwordMaximum} characters.`);
  }
  let rest = password.toLowerCase();
  for (const word of [name.toLowerCase(), ...WELL_KNOWN]) rest = rest.replaceAll(word, "");
  if (new Set(rest).size < OWN_CHARACTERS) {
    refuse("The password is well known or too simple. Choose one that nobody would guess.");
  }
}
