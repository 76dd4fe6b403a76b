/**
 * Which network addresses are out in the internet, and not the server's own surroundings.
 * @module
 */
import { BlockList, isIPv4, isIPv6 } from "node:net";

type Subnets = readonly (readonly [address: string, prefix: number])[];

/** What of IPv4 is not globally reachable, or nobody's in particular (IANA's special-purpose registry). */
const SPECIAL_IPV4: Subnets = [
  ["0.0.0.0", 8], // "this network"
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local: where clouds keep their secrets
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // relays of 6to4
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

/** All of IPv6 that is given out to anybody; loopback, private, mapped IPv4 and so on lie outside. */
const GLOBAL_IPV6: Subnets = [["2000::", 3]];

/** What of that is not globally reachable, or carries an IPv4 address inside. */
const SPECIAL_IPV6: Subnets = [
  ["2001::", 23], // protocol assignments, Teredo among them
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4
  ["3fff::", 20], // documentation
];

function listOf(family: "ipv4" | "ipv6", subnets: Subnets): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, family);
  return list;
}

const specialIpv4 = listOf("ipv4", SPECIAL_IPV4);
const globalIpv6 = listOf("ipv6", GLOBAL_IPV6);
const specialIpv6 = listOf("ipv6", SPECIAL_IPV6);

/** True for an IP address that anybody in the internet reaches; false for anything else. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialIpv4.check(address, "ipv4");
  // One with a zone (fe80::1%eth0) is this machine's own matter.
  if (!isIPv6(address) || address.includes("%")) return false;
  return globalIpv6.check(address, "ipv6") && !specialIpv6.check(address, "ipv6");
}
