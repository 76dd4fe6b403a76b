/**
 * Every limit of Parley, each with its reason. Sizes are bytes, times are milliseconds, unless the
 * name says otherwise. Longer because all limits stand in one place.
 * @module
 */

export const limits = {
  // Messages and names: what a person may write.

  /** UTF-8 bytes of a message's text: two screens of code; longer belongs into several messages. */
  messageBytes: 8 * 1024,
  /** Code points of an account's or room's name: fits a column of a side list. */
  nameLength: 32,
  /** Characters of an id that a client makes for a request: a UUID or ULID with room to spare. */
  requestIdLength: 64,
  /** Combining marks on one character: pointed Hebrew and Tibetan stacks need five, a scrawl over the
   * lines above and below needs many. */
  marksPerCharacter: 6,
  /** Joiners in one emoji: the longest that Unicode knows have three, and terminals that don't join would
   * draw a chain of thousands over everything. */
  emojiJoiners: 7,
  /** Characters of one line about something (topic, reason): fits a title bar, or two of them. */
  lineLength: 300,
  /** Characters of a description or a person's words about themselves: a screen. */
  paragraphLength: 2_000,
  /** Characters of a display name. */
  displayLength: 64,
  /** UTF-16 units of a reaction: the longest emoji sequence has 15 or so; or a short word. */
  emojiLength: 32,
  /** Different reactions on one message: more is a list that nobody reads. */
  reactionsPerMessage: 32,
  /** People who react to one message, each emoji counted: their ids come with the message. */
  reactingPeople: 1_000,
  /** Changes (edits, reactions, pins) that one person makes to one message: each is read whenever the
   * message is, and more is play. */
  changesPerMessage: 200,
  /** People that a message mentions by name: to tell more of them, there is `@room`. */
  mentionsPerMessage: 50,
  /** Characters of a search. */
  queryLength: 500,
  /** Messages that a search by rank compares, the newest that fit: past it nobody reads on, and a word
   * that is everywhere would take seconds. */
  searchCandidates: 1_000,
  /** Searches that wait for the search thread: about a second of work. */
  searchQueue: 64,
  /** Milliseconds that a search may take, its turn included: less than a request may lie still. */
  searchTime: 20_000,
  /** Events, and bytes of them, that the index takes in at once: those who search wait for no more. */
  indexEvents: 500,
  indexBytes: 256 * 1024,
  /** UTF-16 units of a draft in the editor: two of the longest messages, so that one that is too long
   * can still be cut to size. */
  draftLength: 16 * 1024,
  /** Bytes of one paste; more than any draft takes, so that what is cut here is never sent. */
  pasteBytes: 64 * 1024,
  /** Steps that the editor can undo: more than anybody remembers. */
  undoSteps: 500,
  /** Candidates that a completion offers: more is not looked through, the next letter is typed. */
  completions: 100,
  /** Texts that the editor's kill ring holds: as many as are worth going through with Alt-Y. */
  killRing: 32,
  /** Drafts that the editor's history holds: a day's messages of one person. */
  draftHistory: 500,
  /** People in a direct room, its maker included (more is a private room). */
  directMembers: 8,
  /** Rooms that one account may be a member of: bounds what a `welcome` carries. */
  roomsPerAccount: 200,
  /** Invitations of one room that are good at a time: more is a list that nobody keeps an eye on. */
  invitationsPerRoom: 100,
  /** Seconds that a ban, a token or an invitation can last; for longer, leave the time out. */
  longestTime: 10 * 365 * 24 * 3600,
  /** Time that a guest, and its address, can be kept out: by then others may come from there. */
  guestBanTime: 24 * 3600 * 1000,
  /** Seconds between two messages in slow mode at the most: longer is a room that one archives. */
  slowModeMost: 6 * 3600,
  /** Characters of a password at least (NIST SP 800-63B asks for 8, we for more). */
  passwordMinimum: 10,
  /** Characters of a password at the most: bounds what is hashed. */
  passwordMaximum: 256,

  // The wire: what a connection may cost.

  /** Bytes of one incoming WebSocket message, its fragments counted together. */
  incomingBytes: 64 * 1024,
  /** Fragments of one such message: proxies cut it into pieces, but not into bytes. */
  fragments: 1024,
  /** Frames that are looked at before the welcome: only `hello` makes sense there. */
  framesBeforeWelcome: 16,
  /** Bytes that still come after the server's close frame until even the peer's is waited for no more, and
   * what a message counts there at the least: twice what a client may have under way. */
  lateBytes: 512 * 1024,
  lateLeast: 1024,
  /** Bytes that the HTTP parser gets at once: few requests are in it, so few are made in vain. */
  httpPiece: 1024,
  /** Bytes of an HTTP body. */
  bodyBytes: 64 * 1024,
  /** Bytes of all HTTP headers of a request. */
  headerBytes: 16 * 1024,
  /** Requests of one HTTP connection that wait for their answer: browsers send one at a time. */
  pipelinedRequests: 4,
  /** Time to send all headers, and the body, of a request. */
  requestTime: 10_000,
  /** Silence between two HTTP requests of one connection: as usual among servers. */
  keepAliveTime: 5_000,
  /** Silence in the middle of an HTTP answer: whoever reads nothing for so long is gone. */
  stallTime: 30_000,
  /** Time between the upgrade and `hello`. */
  helloTime: 10_000,
  /** Bytes waiting for one connection; over it the peer is too slow and is cut (it can resume). */
  outboxBytes: 1024 * 1024,
  /** Time that a peer has for its half of a close before its socket is destroyed. */
  closeTime: 2_000,
  /** Least time after which connections of a server that stops may come back. */
  returnDelay: 1_000,
  /** Least window over which they do: a restart of a small server takes no longer. */
  returnWindow: 1_000,
  /** Connections of a gateway that come back a second, on average: what it can say welcome to. */
  returnsPerSecond: 500,
  /** Silence after which the server pings a peer. */
  pingAfter: 20_000,
  /** Silence after which a peer counts as gone: the ping above plus a generous round trip. */
  deadAfter: 45_000,
  /** Least time from one flush of a gateway to the next: batches when busy, waits for nothing when quiet. */
  flushInterval: 8,
  /** The part of a gateway's time that flushes of short payloads take at the most: a slow one makes a pause. */
  flushShare: 0.6,
  /** The same of long payloads, or of several rooms: the fuller they are, the less a message costs. */
  longFlushShare: 0.5,
  /** The pause after a flush at the most. */
  flushPause: 30,
  /** Bytes that a flush sends before others get a turn: some tenths of a millisecond. */
  flushSlice: 256 * 1024,
  /** Characters that wait to be told to a room, above which acknowledgements of more wait, too. */
  fanOutLag: 1024 * 1024,
  /** Characters that wait to be told to rooms, above which nothing more is taken: seconds of work. */
  fanOutBacklog: 32 * 1024 * 1024,
  /** What one send costs besides its bytes, in bytes: a system call. */
  sendCost: 8 * 1024,
  /** Characters that a flush joins into one message for a room: at worst (3 bytes each) below the outbox. */
  payloadLength: 256 * 1024,
  /** Connections of one address, all together: a household or an office behind one NAT. */
  connectionsPerAddress: 256,
  /** Connections of a server, well below the usual limit of descriptors (`--max-connections`). */
  connections: 10_000,
  /** Connections past those limits that are told so at a time; more are cut without a word. */
  refusedConnections: 64,
  /** Requests of one connection that wait for an answer. */
  requestsInFlight: 256,

  // Rates: what one account or address may do in a time.

  /** Messages a second that an account may send for long. */
  sendsPerSecond: 10,
  /** Messages that an account may send at once, after a pause. */
  sendBurst: 50,
  /** Least time that a refused sender is asked to wait: longer than any sane round trip, so that what
   * it had already under way is refused too and its order holds. */
  sendRetry: 1_000,
  /** Other requests (join, history, rooms …) a second, and at once. */
  requestsPerSecond: 30,
  requestBurst: 120,
  /** Frames of any kind that one connection may say a second, and at once, beyond its messages: well above
   * what is answered. Who goes on past it, though refused, floods, and is cut. */
  framesPerSecond: 100,
  frameBurst: 200,
  /** Frames that a WebSocket ping counts as: clients ping a few times a minute, and each costs an answer. */
  pingFrames: 10,
  /** Time for which an account that flooded opens no other connection: coming back must not pay. */
  floodPause: 30_000,
  /** Characters of a frame that count as one frame more: reading it takes as long. */
  frameUnit: 4 * 1024,
  /** Log-in attempts for one name or address at once; then one each `loginInterval`. */
  loginBurst: 10,
  loginInterval: 6_000,
  /** Accounts and guests that one address may make at once; then one each `signupInterval`. */
  signupBurst: 50,
  signupInterval: 10_000,
  /** Passwords waiting to be hashed: about 3 s of work. */
  hashQueue: 32,

  // The log and its cursors.

  /** Events in one transaction: past a thousand SQLite gains nothing. */
  commitEvents: 1_000,
  /** Writes waiting for the store; past it senders are told `busy`. */
  storeQueue: 20_000,
  /** Time between two tries whether a full disk has room again: a person needs longer to make some. */
  storeProbe: 2_000,
  /** Time for a commit; past it what comes is refused: a disk needs milliseconds, whoever writes looks on. */
  storeStall: 3_000,
  /** Time until what was erased is gone from the write-ahead log, too: of what is erased in a row, once. */
  walErasure: 10_000,
  /** Time for a connection to PostgreSQL: a server nearby answers within milliseconds. */
  databaseConnect: 5_000,
  /** Time for a statement, also while it waits for a lock: past it the database is in trouble. */
  databaseStatement: 15_000,
  /** Time between two looks whether the connection that keeps other servers off still is one. */
  serverLockCheck: 5_000,
  /** Time that a starting server waits for one that ended just now: PostgreSQL may not have noticed yet. */
  serverLockWait: 3_000,
  /** Time for PostgreSQL's own time-out to be told, before a connection is taken for dead. */
  databaseSilence: 5_000,
  /** Time that a server which stops waits for a commit whose outcome nobody can tell yet. */
  databaseFarewell: 5_000,
  /** Time for a broker to answer at the start, and between two tries to reach one that is gone. */
  brokerConnect: 5_000,
  brokerRetry: 250,
  /** Time between two pings of the broker: two without an answer, and it counts as gone. */
  brokerPing: 2_000,
  /** Time that events of one node are held for those before them, of another: what NATS takes at its worst. */
  eventsHeld: 50,
  /** Time between two looks where followed rooms are, in case the last message of one was lost … */
  headsInterval: 2_500,
  /** … and without a broker, where it is the only way to hear of others' messages. */
  headsAlone: 500,
  /** Time between two looks at what other nodes left word of: whoever is put out is out within a second. */
  newsInterval: 500,
  /** Time after which no transaction is under way any more that began before: several statements' time. */
  newsSettled: 60_000,
  /** Time for which word of something is kept: longer than a node's database can be gone. */
  newsKept: 3600_000,
  /** Time between two heartbeats of a node, and the silence after which its people count as offline. */
  nodeHeartbeat: 2_000,
  nodeSilence: 7_000,
  /** Time between two notes of which guests are at a node: thrice within their grace. */
  guestSeenInterval: 20_000,
  /** Time between two looks whether the node that works for all of them is gone. */
  turnInterval: 1_000,
  /** Connections of a thread that read from PostgreSQL: 8 threads of 3 nodes stay below its usual 100. */
  databaseReaders: 4,
  /** Characters of events in one post between threads: a gateway takes it in within a millisecond. */
  postLength: 256 * 1024,
  /** Characters of events on their way to one gateway: what it is behind by more it reads from the log. */
  eventsUnderWay: 8 * 1024 * 1024,
  /** Time in which news of rooms are gathered for search and webhooks: nobody waits for those. */
  gatherTime: 25,
  /** Time between two beacons that tell the gateways the newest `seq` of recently changed rooms. */
  beaconInterval: 500,
  /** Events of one room that a resume sends by itself; past it the client pages through history. */
  resumeEvents: 500,
  /** Bytes of events, all rooms together, that a resume sends by itself: a quarter of the outbox. */
  resumeBytes: 256 * 1024,
  /** Events that a room starts with for a client that has no cursor. */
  backlogEvents: 50,
  /** Events, and bytes of them, in one page of history. */
  historyEvents: 200,
  historyBytes: 256 * 1024,
  /** Entries of a page of any other list, at the most, and where the client says nothing. */
  pageEntries: 500,
  pageDefault: 100,
  /** People present in a room above which comings and goings are no longer announced to each. */
  presenceRoom: 500,
  /** People named in one answer to `online`. */
  onlinePeople: 500,

  // Strangers.

  /** Time that two have to wait, and nobody else comes, before they meet again: long enough for others
   * to arrive where there are any, short enough to look at the screen for. */
  strangerAgain: 5_000,
  /** Silence after which somebody whose stranger left is found no other one, unless they ask: perhaps
   * nobody is at the keys, and whoever meets them talks to a wall. */
  strangerSilence: 120_000,
  /** Time after their last words that a stranger who is gone can be blocked or reported; then what they
   * said is erased. */
  strangerRecall: 120_000,
  /** Time between two words of a node to the hub of another and back, and the silence after which the
   * other one is gone: whoever talks to somebody there wonders by then. */
  strangersBeat: 1_000,
  strangersSilence: 4_000,
  /** Messages of a stranger, and characters of them, that a report shows: kept in memory only. */
  reportedMessages: 20,
  reportedLength: 16 * 1024,

  // Sessions.

  /** Life of a session token. */
  sessionTime: 90 * 24 * 3600 * 1000,
  /** Time after its last connection that a guest's name stays reserved (a reconnect needs it). */
  guestGrace: 60_000,
  /** Least time between two notes of when a session was last seen: good enough to tell an old phone. */
  seenInterval: 3600 * 1000,
  /** Life and uses of an invitation made on the server's console. */
  invitationTime: 7 * 24 * 3600 * 1000,
  invitationUses: 25,
  /** Uses that an invitation can have: more is a public room. */
  invitationMostUses: 10_000,
  /** Life of an API token, unless its maker says otherwise. */
  tokenTime: 365 * 24 * 3600 * 1000,
  /** API tokens that one account may have: one for each script, and nobody keeps track of more. */
  tokensPerAccount: 100,
  /** Rooms that one API token can be limited to: more is all of them. */
  tokenRooms: 100,
  /** Former names that stay reserved for one account: whoever could rename at will would take all names. */
  formerNames: 5,
  /** Messages of a deleted account, or a room that keeps them for a time only, that one transaction erases:
   * no longer a wait for others than a page of history. */
  erasedMessages: 100,
  /** Days that a room can be told to keep messages: a century; for ever is 0. */
  retentionMost: 36_500,
  /** Time between two looks for messages older than their rooms keep them: it is a matter of days. */
  retentionInterval: 10 * 60_000,
  /** How far the clock may be put forward at once (a machine that slept, summer time set by hand) before
   * nothing is erased because of its age, and for how long then: a day is enough to notice. */
  clockJump: 12 * 3600_000,
  clockDistrust: 24 * 3600_000,

  // Webhooks.

  /** Webhooks of one room: every service that a team uses, and room for those that it tries. */
  hooksPerRoom: 50,
  /** Characters of a webhook's URL: what proxies and servers take at the least. */
  hookUrlLength: 2_000,
  /** Events, and bytes of them, in one delivery: a receiver that was away catches up in few requests. */
  hookEvents: 100,
  hookBytes: 256 * 1024,
  /** Deliveries under way at once, all webhooks together; each webhook has one at the most. */
  hookDeliveries: 16,
  /** Time for a receiver to answer: it should note what it got and work on it later. */
  hookTime: 10_000,
  /** Bytes of its answer that are read (nothing is done with them) before it is cut. */
  hookAnswerBytes: 64 * 1024,
  /** Wait after a first failed delivery, and the longest: it doubles in between. */
  hookRetryFirst: 1_000,
  hookRetryMost: 3600 * 1000,
  /** Rest of all webhooks when the store can't note what was delivered: it would come over and over. */
  hookPause: 60_000,
  /** Time between two looks for webhooks whose wait is over. */
  hookLookInterval: 1_000,

  // Web Push.

  /** Time in which what somebody would be told of is gathered: one notification a room, not ten. */
  pushGatherTime: 2_000,
  /** Older messages are not told of: after a long stop of the server that would be a flood of old news. */
  pushAge: 3600 * 1000,
  /** Messages of a room that are looked through for mentions at once, and bytes of them. */
  pushEvents: 200,
  pushBytes: 256 * 1024,
  /** Characters of a message in a notification; encrypted it has to fit into 4096 bytes (RFC 8030 §7.2). */
  pushTextLength: 300,
  /**
   * Time in which whoever was connected when a message came, but leaves without having read it, is told
   * after all: a phone that fell asleep counts as connected until it misses a ping.
   */
  pushWait: 120_000,
  /** Notifications that wait for that; of more, the oldest are let go. */
  pushWaiting: 10_000,
  /** Posts under way at once. */
  pushPosts: 16,
  /** How long the push service keeps a notification for a device that is off. */
  pushTime: 24 * 3600 * 1000,
  /** Failures in a row after which a subscription is dropped: its browser makes another. */
  pushFailures: 20,

  // The client: how it keeps a connection, and what it holds meanwhile.

  /** Time for the connection to open and the server to say `welcome`. */
  connectTime: 10_000,
  /** Silence after which the client pings the server: sooner than the server would. */
  quietTime: 15_000,
  /** Time for any sign of life after that ping; then the connection counts as dead. */
  pongTime: 10_000,
  /** … and where there is reason to doubt: the device woke up, or says that it has no network. */
  doubtfulPongTime: 3_000,
  /** … and where the network is another one, on which the old connection is most likely dead. */
  newNetworkPongTime: 1_000,
  /** Time for the answer to a request: longer than any queue of the server. */
  answerTime: 15_000,
  /** Longest back-off before the first try to reconnect, and before any: it doubles in between. */
  backoffFirst: 500,
  backoffMost: 15_000,
  /** Time online after which the back-off starts from the first again. */
  stableTime: 5_000,
  /** Messages sent and not yet answered: fills a long round trip, and leaves room for requests. */
  sendWindow: 32,
  /** Messages that the outbox holds while there is no connection: more is not typed by a person. */
  outboxMessages: 1_000,
  /** Events of one room kept while a hole before them is filled; later ones are read again. */
  heldEvents: 1_000,
  /** Events that wait for whoever reads from `parley tail`; past it the connection rests. */
  followedEvents: 10_000,
  /** Between two tries to reach a server that a person waits for, who has not been in yet. */
  startRetry: 1_000,
  /** Between two tries to reconnect that are made early because somebody is there: a try for each key
   * would be too much for any server. */
  earlyRetry: 3_000,
  /** A second that took so long was spent asleep: whatever connection there was may be dead. */
  sleptTime: 10_000,
  /** Time for a server on this machine to answer whether it is there: long for a busy one. */
  localTime: 500,
  /** Time for a server that `parley host` starts to listen: a large log is checked before. */
  hostTime: 60_000,
  /** Events that `parley tail` prints before it writes its cursor down: what may come twice after a crash. */
  followedBatch: 100,
  /** Time that `parley send --follow` waits for more lines of the same message: long enough to gather what
   * a program prints at once, short enough to follow it. */
  followWait: 500,
  /** Time that `parley send` keeps trying, unless `--timeout` says otherwise. */
  sendTime: 60_000,
  /** Bytes of text that `parley send` takes from standard input: some hundred messages. */
  sendBytes: 1024 * 1024,

  // The browser client: what it tells, and what it keeps to show without a network.

  /** Time that a notice of what went well is shown: long enough to read two sentences slowly. */
  noticeShown: 10_000,
  /** Rooms whose last messages are kept, and messages of each: what one looks back at on a train. */
  keptRooms: 200,
  keptEvents: 100,
  /** Characters of a room's messages that are kept, however long they are. */
  keptCharacters: 100_000,
  /** Time in which changes are gathered before they are written to the disk. */
  keepInterval: 1_000,

  // The chat client: what it tells of the person at it.

  /** Time without a key after which nobody counts as being at a device: a short errand. */
  idleAfter: 5 * 60_000,
  /** Least time between two notices that somebody writes: the server counts no more than that. */
  typingInterval: 3_000,
  /** Time that such a notice is shown: until the next one of somebody who goes on, and a bit. */
  typingShown: 6_000,

  /** Least time between two calls for attention: one in five seconds, by a clock that ticks each second. */
  alertInterval: 6_000,
  /** Characters of a message in a notification: what desktops show of it. */
  alertLength: 200,
  /** Time after the last key in which somebody counts as looking at a terminal that doesn't tell. */
  lookingTime: 60_000,
  /** Time for a program that shows a notification; it is ended after that. */
  notifierTime: 10_000,
  /** Least time between two changes of the terminal's title: nobody reads faster. */
  titleInterval: 250,
  /** Time for a terminal to tell its background: over a slow line; most answer within a few. */
  backgroundTime: 150,
  /** Characters of such an answer. */
  terminalAnswer: 64,
  /** Rows of what can be chosen for a word. */
  popupRows: 8,

  // The chat client: what it keeps in memory and how it paints.

  /** Events of one room that the chat keeps in memory; the log has the rest. */
  roomEvents: 200,
  /** The client's own words, comings and goings that the fullscreen view keeps for each room: several
   * screens of them. */
  roomNotes: 100,
  /** Events of the part of a room that is scrolled through: a page of history above what is on the screen,
   * one below, and the one that is being read. */
  scrolledEvents: 600,
  /** Rows that the wheel scrolls by, as other programs do. */
  wheelRows: 3,
  /** A paste of more lines, or more characters, is asked about: that much is seldom pasted on purpose. */
  pasteLines: 10,
  pasteLength: 2_000,
  /** Rows of a list to choose from: as many as the eye takes in. */
  panelRows: 10,
  /** Entries that wait for a terminal that takes none; past it the oldest are left out, and it says so. */
  printQueue: 2_000,
  /** Entries that one frame prints: a flood must not delay the next key for long. */
  frameEntries: 200,
  /** Time between two frames that nobody's key asked for: about 60 a second. */
  frameInterval: 16,
  /** Time that a terminal's size has to stay the same before it is painted on: while a window is dragged,
   * what is written for one size would arrive at the next. */
  resizeTime: 80,
  /** Silence after which an Escape byte is the Escape key: what a terminal sends by itself comes at once. */
  escapeTime: 30,
  /** Time after which a process that should have been stopped counts as not stopped (nobody is there
   * to wake it up again). */
  stopTime: 100,
  /** Time that the server's connection has to say goodbye, and the terminal to take the last bytes. */
  goodbyeTime: 1_000,
  /** Lines of piped input under way at once: what follows waits in the pipe. */
  pipedLines: 100,
  /** Characters of one line of piped input: longer can't be a message anyway. */
  pipedLine: 64 * 1024,
} as const;
