/**
 * Draws the dialog that is open.
 * @module
 */
import { type AppState, findRoom } from "../../app/state.ts";
import type { DialogName } from "../context.ts";
import { FindRoom } from "./find_room.tsx";
import { GoTo } from "./go_to.tsx";
import { DeleteMessage, Pins, React, Report, Thread } from "./message_dialogs.tsx";
import { PersonCard } from "./person_card.tsx";
import { ReportStranger } from "./report_stranger.tsx";
import { RoomInfo } from "./room_info.tsx";
import { Search } from "./search.tsx";
import { ServerCare } from "./server_care.tsx";
import { Settings } from "./settings.tsx";
import { Shortcuts } from "./shortcuts_list.tsx";
import { WriteTo } from "./write_to.tsx";

export function Dialogs({ state, dialog }: { state: AppState; dialog: DialogName }) {
  const room = "room" in dialog ? findRoom(state, dialog.room) : undefined;
  switch (dialog.kind) {
    case "go-to":
      return <GoTo rooms={state.rooms} />;
    case "find-room":
      return <FindRoom guest={state.you?.guest === true} />;
    case "write-to":
      return <WriteTo />;
    case "search":
      return <Search />;
    case "settings":
      return <Settings state={state} />;
    case "shortcuts":
      return <Shortcuts />;
    case "server":
      return <ServerCare />;
    case "report-stranger":
      return <ReportStranger />;
    case "person":
      return <PersonCard key={dialog.name} name={dialog.name} room={room} you={state.you!} />;
    default:
      break;
  }
  if (!room) return null;
  switch (dialog.kind) {
    case "room":
      return <RoomInfo room={room} you={state.you!} />;
    case "pins":
      return <Pins room={room} you={state.you!} />;
    case "thread":
      return <Thread room={room} seq={dialog.seq} you={state.you!} />;
    case "react":
      return <React room={room} seq={dialog.seq} />;
    case "delete":
      return <DeleteMessage room={room} seq={dialog.seq} />;
    case "report":
      return <Report room={room} seq={dialog.seq} />;
    default:
      return dialog satisfies never;
  }
}
