import type { Case } from "./rig.ts";
export const closingCases: Record<string, Case> = {};
