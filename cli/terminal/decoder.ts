/**
 * The terminal's bytes as keys, text, pastes and mouse events.
 * @module
 */
import type { InputEvent } from "../editor/keys.ts";

export class Decoder {
  /** True if bytes are held back that may be a lone Escape: call `flush` when no more come for a moment. */
  get pending(): boolean {
    return false;
  }
  /** Events of these bytes, which may be split anywhere. Never throws. */
  push(_bytes: Uint8Array): InputEvent[] {
    return [];
  }
  /** What is held back is all there is: a lone Escape becomes the key. */
  flush(): InputEvent[] {
    return [];
  }
}
