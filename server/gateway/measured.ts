/**
 * What a gateway reports of itself, read off its parts once a second.
 * @module
 */
import { ERROR_CODES, type ErrorCode } from "../../shared/errors.ts";
import type { Values } from "../metrics/thread.ts";
import type { Gateway } from "./gateway.ts";

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];

export function measured(gateway: Gateway): Values {
  const { fanOut, feed, refusals, sessions } = gateway;
  let waiting = 0;
  for (const session of sessions) waiting += session.waiting;
  return {
    "parley_connections": sessions.size,
    "parley_sessions": gateway.devices.size,
    "parley_people_online": gateway.online.size,
    "parley_rooms_followed": feed.size,
    "parley_waiting_writes": gateway.store.waiting,
    "parley_deliveries_total": fanOut.counters.deliveries,
    "parley_fan_out_sends_total": fanOut.counters.sends,
    "parley_slow_readers_total": fanOut.counters.cut,
    "parley_waiting_bytes": waiting,
    "parley_gap_repairs_total": feed.counters.repairs,
    "parley_gap_events_total": feed.counters.repairedEvents,
    "parley_refusals_total": CODES.map((code) => refusals.get(code) ?? 0),
    "parley_store_well": gateway.trouble === undefined ? 1 : 0,
  };
}
