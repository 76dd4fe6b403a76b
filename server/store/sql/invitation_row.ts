/**
 * Invitations as rows.
 * @module
 */
import type { Invitation } from "../../../shared/protocol/mod.ts";
import type { AnyInvitation } from "../readers/rooms.ts";
import { type PersonRow, toPerson } from "./person_row.ts";

export interface InvitationRow extends PersonRow {
  invitation: string;
  uses_left: number;
  expires_at: number;
}

/**
 * True of an invitation and its room that lets people in at the time `now` (an expression), as long as it
 * has uses left. Into a private room, only members can let somebody: a maker who left or was sent away
 * takes its invitations along.
 */
export function inForce(now: string): string {
  return `invitation.expires_at > ${now} AND (room.kind = 'public' OR EXISTS (
    SELECT 1 FROM member WHERE member.room = room.id AND member.account = invitation.by_account))`;
}

/** The id that an invitation goes by. One to the server that was made by an early version has none of its own. */
export const INVITATION_ID = "coalesce(invitation.id, invitation.code_hash)";

export function toInvitation(row: InvitationRow): Invitation {
  const { invitation: id, uses_left: usesLeft, expires_at: expiresAt } = row;
  return { id, by: toPerson(row), usesLeft, expiresAt };
}

/** One to the server, or to a room; who made it may be nobody. */
export interface AnyInvitationRow extends InvitationRow {
  code_hash: string;
  room_name: string | null;
}

export function toAnyInvitation(row: AnyInvitationRow): AnyInvitation {
  return {
    ...(row.room_name === null ? {} : { room: row.room_name }),
    id: row.invitation,
    ...(row.id === null ? {} : { by: toPerson(row) }),
    usesLeft: row.uses_left,
    expiresAt: row.expires_at,
  };
}
