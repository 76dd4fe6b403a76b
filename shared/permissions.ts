/**
 * What a program may do, and what for: the flags that it is compiled with and the words that explain them
 * are made of the same table.
 * @module
 */

export interface Permission {
  /** The permission of Deno that it is. */
  kind: "net" | "read" | "write" | "run" | "sys" | "env";
  /** What alone it is for: variables, or facts of the system; all of its kind if not given. */
  only?: readonly string[];
  /** What the program does with it, as a sentence. */
  why: string;
}

/** The flags for `deno run` and `deno compile`: one for each kind. */
export function flagsOf(permissions: readonly Permission[]): string[] {
  const kinds = new Set(permissions.map(({ kind }) => kind));
  return [...kinds].map((kind) => {
    const ofKind = permissions.filter((each) => each.kind === kind);
    if (ofKind.some(({ only }) => !only)) return `--allow-${kind}`;
    return `--allow-${kind}=${[...new Set(ofKind.flatMap(({ only }) => only!))].join(",")}`;
  });
}

const KINDS: Record<Permission["kind"], string> = {
  net: "Network",
  read: "Reading files",
  write: "Writing files",
  run: "Starting programs",
  sys: "Facts of the system",
  env: "Environment variables",
};

/** For a person: a paragraph for each permission. */
export function explain(program: string, permissions: readonly Permission[]): string {
  return [
    `${program} was compiled with these permissions, for good; whatever else it tries is refused:`,
    ...permissions.map(({ kind, only, why }) =>
      `${KINDS[kind]}${only ? ` (${only.join(", ")})` : ""}\n  ${why}`
    ),
    `As flags of Deno:\n  ${flagsOf(permissions).join("\n  ")}`,
  ].join("\n\n") + "\n";
}
