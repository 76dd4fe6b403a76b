/**
 * The systemd unit that runs a server, with no more rights than it needs.
 * @module
 */

export interface UnitOptions {
  /** Program and arguments, the data folder not among them. */
  command: readonly string[];
  /** For the services of one person, not of the system. */
  user: boolean;
  /** It may listen on ports below 1024. */
  lowPorts: boolean;
}

export const UNIT_NAME = "parley-server.service";

/** The system's account that the server runs as. */
export const ACCOUNT = "parley";

const COMMON = `# What V8 compiles has to be written and run: MemoryDenyWriteExecute can't be set.
NoNewPrivileges=yes
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service @pkey
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
UMask=0077`;

const OF_SYSTEM = `ProtectSystem=strict
ProtectHome=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
PrivateDevices=yes
PrivateTmp=yes
DevicePolicy=closed
KeyringMode=private
RemoveIPC=yes`;

export function unitOf({ command, user, lowPorts }: UnitOptions): string {
  const data = user ? "%h/.local/share/parley" : "%S/parley";
  const rights = lowPorts
    ? "AmbientCapabilities=CAP_NET_BIND_SERVICE\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE"
    : "CapabilityBoundingSet=\nPrivateUsers=yes";
  return `[Unit]
Description=Parley chat server
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
# Options: config.jsonc in the data folder, or Environment=PARLEY_… in a drop-in (systemctl edit).
Environment=PARLEY_DATA=${data}
ExecStart=${command.map(quoted).join(" ")}
# The certificate is read anew; nobody is disconnected.
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=2
# What is under way is finished; the second signal would cut it off.
KillMode=mixed
TimeoutStopSec=60
LimitNOFILE=65536
${
    user ? "" : `User=${ACCOUNT}
StateDirectory=parley
StateDirectoryMode=0700
`
  }
${COMMON}
${user ? "" : `${OF_SYSTEM}\n${rights}\n`}
[Install]
WantedBy=${user ? "default.target" : "multi-user.target"}
`;
}

/** As systemd.service(5) wants an argument that may have spaces, percent signs or dollars in it. */
function quoted(argument: string): string {
  const text = argument.replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[\w@%+=:,./$*-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}
