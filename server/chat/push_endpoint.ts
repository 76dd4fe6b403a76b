/**
 * Which addresses a browser may name as its push service.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { checkHookUrl } from "./hook_url.ts";

/**
 * Judges an endpoint by itself, like a webhook's URL; push services speak HTTPS alone.
 *
 * @param toPrivate whether the operator allows addresses that are not public, for receivers of their own.
 * @throws {ParleyError} `bad-request`, `forbidden`.
 */
export function checkPushEndpoint(text: string, toPrivate: boolean): void {
  if (checkHookUrl(text, toPrivate).protocol !== "https:") {
    throw new ParleyError("bad-request", "A push service's endpoint is an https: URL.");
  }
}
