/**
 * Tells the administrators who the stranger was and what they said last, and blocks them.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { blockStranger } from "./stranger_block.ts";

export const strangerReport: ServerCommand<"stranger-report"> = {
  type: "stranger-report",
  summary: "Report the stranger to the administrators, and block them",
  access: { scope: "account", who: "guest" },
  // As for stranger-next.
  http: [],
  async run(context, { reason }) {
    const { state, account, said } = await blockStranger(context);
    await context.store.write({
      kind: "report",
      by: context.person,
      person: account,
      reason,
      text: said,
    });
    return { state };
  },
};
