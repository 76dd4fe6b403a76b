/**
 * What an API token that is limited to some rooms can't do anywhere: enter others, and make some.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Asker } from "../chat/permissions.ts";

/** @throws {ParleyError} `forbidden` if the asker's token is limited to some rooms. */
export function judgeUnlimited({ grant }: Pick<Asker, "grant">): void {
  if (!grant?.rooms) return;
  throw new ParleyError(
    "forbidden",
    "This API token is limited to some rooms: it can't enter or make others.",
  );
}
