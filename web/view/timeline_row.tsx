/**
 * A row of the timeline: a message or a deed, and the lines that part the days and what is new.
 * @module
 */
import { shown } from "../../shared/fold.ts";
import type { Entry } from "../app/timeline.ts";
import { deedText } from "./deed_text.ts";
import { memo } from "./memo.ts";
import { Message, type Rights } from "./message.tsx";
import { clockTime, dayName, isSameDay } from "./times.ts";

/** Time after which the same person's next message has a name again. */
const PAUSE = 5 * 60_000;

interface RowProps {
  entry: Entry;
  before: Entry | undefined;
  /** The message that it answers, if that is in sight. */
  quoted: Entry | undefined;
  /** `seq` behind which everything is new. */
  divider: number | undefined;
  rights: Rights;
  nameOf: (id: string) => string | undefined;
  /** The keyboard comes here first. */
  focusable: boolean;
  active: boolean;
  flash: boolean;
}

/** Drawn again only if something about it changed: there are hundreds, and each pointer's move changes two. */
export const TimelineRow = memo(function TimelineRow(props: RowProps) {
  const { entry, before, divider = Infinity } = props;
  const { seq } = entry;
  const isNewDay = !before || !isSameDay(timeOf(before), timeOf(entry));
  const isNew = seq > divider && (before?.seq ?? 0) <= divider;
  const goesOn = !isNewDay && !isNew && follows(props);
  return (
    <>
      {isNewDay && <li class="day">{dayName(timeOf(entry))}</li>}
      {isNew && <li class="divider">New</li>}
      <li data-seq={seq} tabIndex={props.focusable ? 0 : -1} class={classOf(props, goesOn)}>
        {"view" in entry ? <MessageOf {...props} entry={entry} follows={goesOn} /> : (
          <>
            <bdi>{deedText(entry.deed)}</bdi> <time>{clockTime(timeOf(entry))}</time>
          </>
        )}
      </li>
    </>
  );
});

interface MessageOfProps extends Omit<RowProps, "entry"> {
  entry: Extract<Entry, { view: unknown }>;
  follows: boolean;
}

function MessageOf({ entry: { view }, quoted, rights, nameOf, active, follows }: MessageOfProps) {
  return (
    <Message
      view={view}
      rights={rights}
      follows={follows}
      quoted={quoted && "view" in quoted ? shown(quoted.view) : undefined}
      nameOf={nameOf}
      active={active}
    />
  );
}

/** The same person goes on right after. */
function follows({ entry, before }: Pick<RowProps, "entry" | "before">): boolean {
  if (!before || !("view" in before) || !("view" in entry)) return false;
  const { base: one } = before.view;
  const { base: next } = entry.view;
  return next.replyTo === undefined && one.author.id === next.author.id &&
    one.author.name === next.author.name && next.at - one.at < PAUSE;
}

function classOf(
  { entry, rights: { you: { id: you } }, flash }: RowProps,
  goesOn: boolean,
): string {
  if (!("view" in entry)) return "entry deed";
  const { author, everyone, mentions } = entry.view.base;
  const mine = author.id === you;
  return [
    "entry message",
    goesOn && "follows",
    mine && "mine",
    !mine && (everyone || mentions?.includes(you)) && "mentions-you",
    flash && "flash",
  ].filter(Boolean).join(" ");
}

function timeOf(entry: Entry): number {
  return "view" in entry ? entry.view.base.at : entry.deed.at;
}
