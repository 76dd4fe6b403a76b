/**
 * Every command by its frame's type.
 * @module
 */
import type { Request, RequestResult, RequestType } from "../../shared/protocol/mod.ts";
import { ParleyError } from "../../shared/errors.ts";
import type { Access } from "../chat/permissions.ts";
import type { Command, CommandContext, HttpRoute, Place } from "./command.ts";
import { createIncomingHook } from "./create_incoming_hook.ts";
import { createOutgoingHook } from "./create_outgoing_hook.ts";
import { deleteHook } from "./delete_hook.ts";
import { away } from "./away.ts";
import { acceptInvitation } from "./accept_invitation.ts";
import { createInvitation } from "./create_invitation.ts";
import { createRoom } from "./create_room.ts";
import { invitations } from "./invitations.ts";
import { invite } from "./invite.ts";
import { markRead } from "./mark_read.ts";
import { members } from "./members.ts";
import { revokeInvitation } from "./revoke_invitation.ts";
import { room } from "./room.ts";
import { setNotify } from "./set_notify.ts";
import { setRole } from "./set_role.ts";
import { setRoom } from "./set_room.ts";
import { setTopic } from "./set_topic.ts";
import { deleteMessage } from "./delete.ts";
import { direct } from "./direct.ts";
import { edit } from "./edit.ts";
import { history } from "./history.ts";
import { hooks } from "./hooks.ts";
import { idle } from "./idle.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";
import { online } from "./online.ts";
import { pin } from "./pin.ts";
import { pins } from "./pins.ts";
import { react } from "./react.ts";
import { rooms } from "./rooms.ts";
import { search } from "./search.ts";
import { send } from "./send.ts";
import { people } from "./people.ts";
import { profile } from "./profile.ts";
import { me } from "./me.ts";
import { setProfile } from "./set_profile.ts";
import { rename } from "./rename.ts";
import { changePassword } from "./change_password.ts";
import { sessions } from "./sessions.ts";
import { revokeSession } from "./revoke_session.ts";
import { revokeOtherSessions } from "./revoke_other_sessions.ts";
import { deleteAccount } from "./delete_account.ts";
import { createToken } from "./create_token.ts";
import { tokens } from "./tokens.ts";
import { revokeToken } from "./revoke_token.ts";
import { thread } from "./thread.ts";
import { subscribePush } from "./subscribe_push.ts";
import { unsubscribePush } from "./unsubscribe_push.ts";
import { strangerBlock } from "./stranger_block.ts";
import { strangerLeave } from "./stranger_leave.ts";
import { strangerNext } from "./stranger_next.ts";
import { strangerReport } from "./stranger_report.ts";
import { strangerSay } from "./stranger_say.ts";
import { allReports } from "./all_reports.ts";
import { audit } from "./audit.ts";
import { auditServer } from "./audit_server.ts";
import { ban } from "./ban.ts";
import { bans } from "./bans.ts";
import { createServerInvitation } from "./create_server_invitation.ts";
import { revokeServerInvitation } from "./revoke_server_invitation.ts";
import { kick } from "./kick.ts";
import { mute } from "./mute.ts";
import { report } from "./report.ts";
import { reports } from "./reports.ts";
import { resolveReport } from "./resolve_report.ts";
import { setAdministrator } from "./set_administrator.ts";
import { slowMode } from "./slow_mode.ts";
import { suspend } from "./suspend.ts";
import { suspensions } from "./suspensions.ts";
import { unban } from "./unban.ts";
import { unmute } from "./unmute.ts";
import { unsuspend } from "./unsuspend.ts";

export const COMMANDS: { readonly [T in RequestType]?: Command<T> } = {
  "send": send,
  "edit": edit,
  "delete": deleteMessage,
  "react": react,
  "pin": pin,
  "pins": pins,
  "thread": thread,
  "join": join,
  "leave": leave,
  "rooms": rooms,
  "create-room": createRoom,
  "room": room,
  "members": members,
  "set-topic": setTopic,
  "set-room": setRoom,
  "set-role": setRole,
  "invite": invite,
  "create-invitation": createInvitation,
  "invitations": invitations,
  "revoke-invitation": revokeInvitation,
  "accept-invitation": acceptInvitation,
  "mark-read": markRead,
  "set-notify": setNotify,
  "direct": direct,
  "history": history,
  "search": search,
  "online": online,
  "people": people,
  "profile": profile,
  "me": me,
  "set-profile": setProfile,
  "rename": rename,
  "change-password": changePassword,
  "sessions": sessions,
  "revoke-session": revokeSession,
  "revoke-other-sessions": revokeOtherSessions,
  "delete-account": deleteAccount,
  "create-token": createToken,
  "tokens": tokens,
  "revoke-token": revokeToken,
  "subscribe-push": subscribePush,
  "unsubscribe-push": unsubscribePush,
  "away": away,
  "idle": idle,
  "stranger-next": strangerNext,
  "stranger-leave": strangerLeave,
  "stranger-say": strangerSay,
  "stranger-block": strangerBlock,
  "stranger-report": strangerReport,
  "create-incoming-hook": createIncomingHook,
  "create-outgoing-hook": createOutgoingHook,
  "hooks": hooks,
  "delete-hook": deleteHook,
  "kick": kick,
  "ban": ban,
  "unban": unban,
  "bans": bans,
  "mute": mute,
  "unmute": unmute,
  "slow-mode": slowMode,
  "report": report,
  "reports": reports,
  "all-reports": allReports,
  "resolve-report": resolveReport,
  "audit": audit,
  "audit-server": auditServer,
  "suspend": suspend,
  "unsuspend": unsuspend,
  "suspensions": suspensions,
  "set-administrator": setAdministrator,
  "create-server-invitation": createServerInvitation,
  "revoke-server-invitation": revokeServerInvitation,
};

/** A command whose type is known only when it is asked for. */
export interface AnyCommand {
  type: RequestType;
  summary: string;
  access: Access;
  http: HttpRoute[];
  page?: true;
  run(context: CommandContext, input: Request, place: Place | undefined): Promise<RequestResult>;
}

/** All commands. */
export function commands(): AnyCommand[] {
  return Object.values(COMMANDS) as unknown as AnyCommand[];
}

/** @throws {ParleyError} `bad-request` for a type that this server has no command for. */
export function commandOf(type: RequestType): AnyCommand {
  const command = COMMANDS[type];
  if (command) return command as unknown as AnyCommand;
  throw new ParleyError("bad-request", `This server can't do ${type}.`);
}
