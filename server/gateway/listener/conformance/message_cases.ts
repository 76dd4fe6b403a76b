import type { Case } from "./rig.ts";
export const messageCases: Record<string, Case> = {};
