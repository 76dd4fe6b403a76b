/**
 * What the exit codes of commands mean, for the manual page and the user guide.
 * @module
 */

/** By code. Which error has which one is in `ERROR_CODES`. */
export const EXIT_CODES: Readonly<Record<string, string>> = {
  0: "fine",
  1: "a defect of Parley, here or on the server",
  2: "the command line is not right",
  3: "no server answers",
  4: "you are not signed in, or may not do this",
  5: "it doesn't exist: a room, a message, a person, the program after `--exec`",
  6: "refused as it is: change it; also a program after `--exec` that fails",
  7: "not now: try again later",
};
