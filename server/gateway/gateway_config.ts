/**
 * What a gateway needs to know of the server's configuration.
 * @module
 */
import type { IdleRule } from "../chat/idle.ts";

export interface GatewayConfig {
  version: string;
  registration: "open" | "invite" | "closed";
  guests: boolean;
  webhooksToPrivate: boolean;
  /** Where Web Push is sent: the key that browsers subscribe with. */
  pushKey: string | undefined;
  sendsPerSecond: number;
  sendBurst: number;
  idle: IdleRule;
  /** Other nodes write into the same rooms. */
  isNode: boolean;
  /** Origins of pages of others that may connect. */
  allowedOrigins: readonly string[];
}
