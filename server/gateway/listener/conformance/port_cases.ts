import type { Case } from "./rig.ts";
export const portCases: Record<string, Case> = {};
