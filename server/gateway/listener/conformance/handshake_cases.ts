import type { Case } from "./rig.ts";
export const handshakeCases: Record<string, Case> = {};
