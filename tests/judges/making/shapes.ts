// What Handrail sends to Slack and is sent by it, in the words of Slack's own published types.
// make.sh turns each exported interface into a JSON schema; every member becomes one judge, found by its name.
import type { BlockAction, BlockElementAction, ButtonAction, EnvelopedEvent, GlobalShortcut, MessageShortcut } from '@slack/bolt'
import type { RespondArguments, SlashCommand, ViewClosedAction, ViewOutput, ViewResponseAction, ViewSubmitAction } from '@slack/bolt'
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

// Where the published types differ from the examples in Slack's documentation, the examples win. They differ in:
// nulls where the type has only "absent", both names of a person, the style of a pressed button, a press in a form
// (no channel, no response_url), a view handed out in an event, the teams of an outsider who writes.
type Enterprise = { id: string; name: string } | null
type Interaction<Body extends { user: object }> = Omit<Body, 'enterprise' | 'user'> & {
  enterprise?: Enterprise
  user: Body['user'] & { username?: string }
}
type ModalOutput = Omit<ViewOutput, 'type'> & { type: 'modal' }
type NotInHome = 'title' | 'close' | 'submit' | 'previous_view_id'
type HomeOutput = Omit<ViewOutput, 'type' | NotInHome> & Partial<Pick<ViewOutput, NotInHome>> & { type: 'home' }
type WithView<Body> = Omit<Body, 'view'> & { view: ModalOutput }

interface ButtonPress extends ButtonAction {
  style?: 'primary' | 'danger'
}
interface DateTimePress {
  type: 'datetimepicker'
  block_id: string
  action_id: string
  action_ts: string
  selected_date_time: number | null
  initial_date_time?: number
}
type Unnamed = 'enterprise' | 'actions' | 'channel' | 'message' | 'view' | 'response_url' | 'container'
interface Press extends Omit<BlockAction, Unnamed> {
  actions: (Exclude<BlockElementAction, ButtonAction> | ButtonPress | DateTimePress)[]
  enterprise?: Enterprise
}
interface PressOnMessage extends Press {
  container: { type: 'message'; message_ts: string; channel_id: string; is_ephemeral: boolean; thread_ts?: string }
  channel: { id: string; name: string }
  message?: NonNullable<BlockAction['message']>
  response_url: string
}
interface PressOnView extends Press {
  container: { type: 'view'; view_id: string }
  view: ModalOutput | HomeOutput
}

// EnvelopedEvent is open to any key, which Omit would turn into nothing but keys; so its own are picked one by one.
type Always = 'token' | 'team_id' | 'api_app_id' | 'type' | 'event_id' | 'event_time' | 'is_ext_shared_channel'
interface Envelope<Event> extends Pick<EnvelopedEvent, Always | 'authorizations'> {
  event: Event
  event_context?: string
  enterprise_id?: string | null
  context_team_id?: string | null
  context_enterprise_id?: string | null
}
interface HomeOpened extends Omit<events.AppHomeOpenedEvent, 'view'> {
  view?: HomeOutput
}
// The published type says `subtype: undefined`, which JSON cannot carry: a message that a person typed has no subtype.
interface DirectMessage extends Omit<events.GenericMessageEvent, 'subtype' | 'channel_type'> {
  channel_type: 'im'
  app_id?: string
  user_team?: string
  source_team?: string
}
interface Uninstalled extends events.AppUninstalledEvent {
  event_ts?: string
}
interface Revoked extends events.TokensRevokedEvent {
  event_ts?: string
}

export interface Inbound {
  slash_command: SlashCommand
  block_actions_on_message: PressOnMessage
  block_actions_on_view: PressOnView
  view_submission: WithView<Interaction<ViewSubmitAction>>
  view_closed: WithView<Interaction<ViewClosedAction>>
  shortcut: Interaction<GlobalShortcut>
  message_action: Interaction<MessageShortcut>
  app_home_opened: Envelope<HomeOpened>
  app_mention: Envelope<events.AppMentionEvent>
  'message.im': Envelope<DirectMessage>
  message_metadata_posted: Envelope<events.MessageMetadataPostedEvent>
  channel_shared: Envelope<events.ChannelSharedEvent>
  channel_unshared: Envelope<events.ChannelUnsharedEvent>
  channel_id_changed: Envelope<events.ChannelIDChangedEvent>
  channel_archive: Envelope<events.ChannelArchiveEvent>
  channel_unarchive: Envelope<events.ChannelUnarchiveEvent>
  channel_left: Envelope<events.ChannelLeftEvent>
  group_archive: Envelope<events.GroupArchiveEvent>
  group_unarchive: Envelope<events.GroupUnarchiveEvent>
  group_left: Envelope<events.GroupLeftEvent>
  member_joined_channel: Envelope<events.MemberJoinedChannelEvent>
  member_left_channel: Envelope<events.MemberLeftChannelEvent>
  app_uninstalled: Envelope<Uninstalled>
  tokens_revoked: Envelope<Revoked>
}

export type AppManifest = web.AppsManifestValidateArguments['manifest']
