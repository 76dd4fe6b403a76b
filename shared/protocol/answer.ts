/**
 * The two answers to a request: `done` with its result, or `refuse` with the reason.
 * @module
 */
import * as v from "valibot";

/** Server → client: the request `id` is carried out. The shape of `result` is that of the request's type. */
export const Done = v.object({ type: v.literal("done"), id: v.string(), result: v.unknown() });

/** Server → client: a request, or (without `id`) a frame that couldn't be read, is refused. */
export const Refuse = v.object({
  type: v.literal("refuse"),
  id: v.optional(v.string()),
  /** One of the codes of shared/errors.ts; later versions may add some. */
  code: v.string(),
  message: v.string(),
  /** Seconds to wait before trying again. */
  retryAfter: v.optional(v.number()),
});
export type Refuse = v.InferOutput<typeof Refuse>;
