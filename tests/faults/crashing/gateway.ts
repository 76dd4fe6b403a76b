/**
 * The gateway's thread, which crashes when it is told to.
 * @module
 */
import "../../../server/gateway/worker.ts";
import { crashWhenTold } from "./when_told.ts";

crashWhenTold(import.meta.url);
