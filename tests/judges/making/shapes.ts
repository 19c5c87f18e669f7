// What Handrail sends to Slack and is sent by it, in the words of Slack's own published types.
// make.sh turns each exported interface into a JSON schema; every member becomes one judge, found by its name.
import type { BlockAction, BlockElementAction, EnvelopedEvent, GlobalShortcut, MessageShortcut, RespondArguments } from '@slack/bolt'
import type { SlashCommand, ViewClosedAction, ViewResponseAction, ViewSubmitAction } from '@slack/bolt'
import type * as events from '@slack/types'
import type * as web from '@slack/web-api'

// Two interfaces, because Slack's types for conversations and for messages each have a `Channel` of their own.
export interface Lookups {
  'auth.test': web.AuthTestArguments
  'conversations.history': web.ConversationsHistoryArguments
  'conversations.info': web.ConversationsInfoArguments
  'conversations.list': web.ConversationsListArguments
  'conversations.members': web.ConversationsMembersArguments
  'conversations.open': web.ConversationsOpenArguments
  'conversations.replies': web.ConversationsRepliesArguments
  'dnd.info': web.DndInfoArguments
  'dnd.teamInfo': web.DndTeamInfoArguments
  'files.completeUploadExternal': web.FilesCompleteUploadExternalArguments
  'files.getUploadURLExternal': web.FilesGetUploadURLExternalArguments
  'team.info': web.TeamInfoArguments
  'users.conversations': web.UsersConversationsArguments
  'users.info': web.UsersInfoArguments
}

export interface Messages {
  'chat.delete': web.ChatDeleteArguments
  'chat.getPermalink': web.ChatGetPermalinkArguments
  'chat.postEphemeral': web.ChatPostEphemeralArguments
  'chat.postMessage': web.ChatPostMessageArguments
  'chat.update': web.ChatUpdateArguments
  'pins.add': web.PinsAddArguments
  'pins.list': web.PinsListArguments
  'pins.remove': web.PinsRemoveArguments
  'views.open': web.ViewsOpenArguments
  'views.publish': web.ViewsPublishArguments
  'views.push': web.ViewsPushArguments
  'views.update': web.ViewsUpdateArguments
  // Not methods: the body posted to a response_url or answered to a command, and the answer to a submitted form.
  // The published type asks for attachments, blocks and markdown all at once; Slack asks for any one of them.
  response_url: Partial<RespondArguments>
  view_submission: ViewResponseAction
}

// Slack's types leave out what its interaction bodies always carry as null, and what a form's press does not carry.
type Interaction<Body> = Omit<Body, 'enterprise'> & { enterprise?: { id: string; name: string } | null }
type Press = BlockElementAction | DateTimePress
interface DateTimePress {
  type: 'datetimepicker'
  block_id: string
  action_id: string
  action_ts: string
  selected_date_time: number | null
}
type Pressed = Omit<BlockAction, 'enterprise' | 'actions' | 'channel' | 'message' | 'view' | 'response_url' | 'container'>
interface PressedCommon extends Pressed {
  actions: Press[]
  enterprise?: { id: string; name: string } | null
}
interface PressOnMessage extends PressedCommon {
  container: { type: 'message'; message_ts: string; channel_id: string; is_ephemeral: boolean; thread_ts?: string }
  channel: { id: string; name: string }
  message?: NonNullable<BlockAction['message']>
  response_url: string
}
interface PressOnView extends PressedCommon {
  container: { type: 'view'; view_id: string }
  view: NonNullable<BlockAction['view']>
}

interface UninstalledEvent extends events.AppUninstalledEvent {
  event_ts?: string
}
interface RevokedEvent extends events.TokensRevokedEvent {
  event_ts?: string
}
// The published type says `subtype: undefined`, which JSON cannot carry: a message that a person typed has no subtype.
interface DirectMessage extends Omit<events.GenericMessageEvent, 'subtype' | 'channel_type'> {
  channel_type: 'im'
}

export interface Inbound {
  slash_command: SlashCommand
  block_actions_on_message: PressOnMessage
  block_actions_on_view: PressOnView
  view_submission: Interaction<ViewSubmitAction>
  view_closed: Interaction<ViewClosedAction>
  shortcut: Interaction<GlobalShortcut>
  message_action: Interaction<MessageShortcut>
  app_home_opened: EnvelopedEvent<events.AppHomeOpenedEvent>
  app_mention: EnvelopedEvent<events.AppMentionEvent>
  'message.im': EnvelopedEvent<DirectMessage>
  message_metadata_posted: EnvelopedEvent<events.MessageMetadataPostedEvent>
  channel_shared: EnvelopedEvent<events.ChannelSharedEvent>
  channel_unshared: EnvelopedEvent<events.ChannelUnsharedEvent>
  channel_id_changed: EnvelopedEvent<events.ChannelIDChangedEvent>
  member_joined_channel: EnvelopedEvent<events.MemberJoinedChannelEvent>
  member_left_channel: EnvelopedEvent<events.MemberLeftChannelEvent>
  app_uninstalled: EnvelopedEvent<UninstalledEvent>
  tokens_revoked: EnvelopedEvent<RevokedEvent>
}

export type AppManifest = web.AppsManifestValidateArguments['manifest']
