/**
 * The install scripts as a release has them: they know where its files are, and its version.
 * @module
 */

/** @param url where the release's files are. @throws {Error} if a script has no place for it. */
export function stampShell(script: string, url: string, version: string): string {
  check(url);
  return replaceAll(script, [
    ["${PARLEY_RELEASE:-}", `\${PARLEY_RELEASE:-${url}}`],
    ["${PARLEY_VERSION:-}", `\${PARLEY_VERSION:-${version}}`],
  ]);
}

/** The same for PowerShell. */
export function stampPowerShell(script: string, url: string, version: string): string {
  check(url);
  const orElse = (variable: string, value: string) =>
    `= if ($env:${variable}) { $env:${variable} } else { "${value}" }\n`;
  return replaceAll(script, [
    ["= $env:PARLEY_RELEASE\n", orElse("PARLEY_RELEASE", url)],
    ["= $env:PARLEY_VERSION\n", orElse("PARLEY_VERSION", version)],
  ]);
}

function replaceAll(script: string, changes: [place: string, text: string][]): string {
  return changes.reduce((script, [place, text]) => {
    if (!script.includes(place)) throw new Error(`The script has no ${place} to fill in.`);
    return script.replace(place, () => text);
  }, script);
}

/** Nothing in it may mean something to a shell. */
function check(url: string): void {
  if (!/^https?:\/\/[\w.:/@%+-]+$/.test(url)) throw new Error(`${url} is no plain URL.`);
}
