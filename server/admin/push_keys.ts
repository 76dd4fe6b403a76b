/**
 * `parley-server push-keys`: makes the keys that Web Push needs.
 * @module
 */
import { Command } from "@commander-js/extra-typings";
import { makeKeys } from "../push/keys.ts";
import { DESCRIPTIONS } from "./descriptions.ts";
import { examples, type Finish } from "./command.ts";

export function pushKeysCommand(finish: Finish) {
  return new Command("push-keys")
    .description(DESCRIPTIONS["push-keys"])
    .argument("<file>", "where to write them")
    .requiredOption(
      "--contact <url>",
      "where push services reach you if something is wrong: mailto: or https:",
    )
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      examples("push-keys push.json --contact mailto:you@example.org", "--push-keys push.json"),
    )
    .action((file, { contact }) =>
      finish(() => {
        makeKeys(file, contact);
        console.log(`${file} holds new keys. Start the server with --push-keys ${file}.`);
        return 0;
      })
    );
}
