import RealtimeProtocol
import Wedding

/// Everything a screen is drawn from. Time, size and pulse are in it, so any frame can be drawn
/// again.
public struct ConsoleState: Sendable {
    /// What the terminal can do and what its user asked for; fixed while the console runs.
    public struct Options: Sendable, Equatable {
        public var glyphs = GlyphSet.unicode
        public var motion = Motion.on
        /// Shows the cursor where the focus is and keeps it still.
        public var isAccessible = false
        public var isKiosk = false
        /// Marks every screen as a replay.
        public var isDemo = false
        /// What is shown is over: a log, not a script.
        public var isReplay = false
        /// Ends the day's server with it.
        public var isHost = false
        /// Whether emergencies are answered as whoever is logged in, without asking who.
        public var isPersonal = false
        /// Whether seconds are shown.
        public var hasClock = true
        /// Shows a line of welcome until a key is pressed.
        public var isFirstRun = false
        /// Whether an alert may leave the terminal while nobody looks at it.
        public var notices = Notices.off

        public init() {}
    }

    public enum Motion: String, Sendable, CaseIterable { case on, off }
    /// By which sequence a desktop notice is asked for.
    public enum Notices: String, Sendable, CaseIterable { case off, osc9, osc777 }

    public var options: Options
    public var columns: Int
    public var rows: Int
    public var now = Timestamp.zero
    /// When the core welcomed us: what was said before counts as read.
    public var startedAt = Timestamp.zero
    /// What is shown; nil until the core has welcomed us.
    public var day: DayState?
    /// The log and our wishes apart, while any waits for its answer.
    var optimism: OptimisticDay?
    /// Orders what is said here after everything that was heard.
    var hybrid = HybridClock()
    /// What an earlier run left unanswered, until the day is here.
    var kept: [Submission] = []
    /// Texts that are written at.
    var notes: [FieldKey: NoteEditor] = [:]
    var undoSteps: [Step] = []
    var redoSteps: [Step] = []
    public var me: PersonID?
    public var view = ViewID.board
    public var theme: Theme
    public var themes: [Theme]
    public var isLive = true
    /// Why the host's disk takes nothing.
    public var diskTrouble: String?
    public var lostAt: Timestamp?
    /// What keeps the host from being reached, said last.
    var hindrance: String?
    public var mode = DayMode.normal
    public var isCeremony = false
    public var stats = CoreStats()
    public var audit: [AuditEntry] = []
    public var deadLetters: [DeadLetter] = []
    public var demo: DemoStatus?
    public var feed = Feed()

    /// The selected row of each view, by its id, so that it stays when rows move.
    public var selection: [ViewID: String] = [:]
    public var filter = ""
    public var layers: [Layer] = []
    public var toast: Toast?
    public var timeline = TimelineLook()
    public var map = MapLook()
    public var alertsLook = AlertsLook()
    public var board = BoardLook()
    var conflictLook = ConflictLook()
    public var draft = ""
    public var draftPriority = Priority.normal
    /// Until when each channel has been read.
    public var readUntil: [String: Timestamp] = [:]
    /// Lines scrolled back in a thread that fills the pane.
    public var threadScroll = 0
    /// Initials instead of names, where others can see the screen.
    public var showsInitials = false
    public var isBusy = false
    /// Whether the details of the selected row fill the screen, where there is no room beside it.
    public var showsDetail = false
    /// Emergencies this console's user has answered.
    public var answered: Set<AlertID> = []
    /// Emergencies whose roll call is shown instead of captains.
    public var showsRollCall = false
    public var mutedUntil: Timestamp?
    public var hasFocus = true
    /// The toast that promises that another Ctrl-C quits.
    public var cancelToast: Int?
    /// The toast that tells somebody whose typing an emergency cut off: keys do nothing until
    /// none was pressed for a second.
    public var holdToast: Int?
    /// The ids of this console's wishes.
    public var ids = WishIDs.counted()
    /// What each submission of ours was about, to say what was refused.
    public var waiting: [String: String] = [:]
    /// Answers to emergencies that the core has not confirmed yet.
    public var answers: [String: AlertID] = [:]
    public var soundedAt: [AlertID: Timestamp] = [:]
    public var pulsePhase = false
    /// The theme to go back to when a preview is left.
    public var themeBefore: Theme?
    /// Where the mouse was pressed or last dragged to.
    public var dragFrom: MouseEvent?

    public init(columns: Int, rows: Int, theme: Theme = .base, options: Options = Options()) {
        (self.columns, self.rows, self.theme) = (columns, rows, theme)
        self.options = options
        themes = [theme]
    }

    /// Something said once. The shell takes it away after a few seconds of real time, whatever pace
    /// the day is played at.
    public struct Toast: Sendable, Equatable {
        public let text: String
        /// Tells one from the next with the same words.
        public let number: Int
        /// Gone after a second: for what holds keys back.
        public var isBrief = false
    }

    public struct TimelineLook: Sendable, Equatable {
        /// Keeps the now-line at a third of the height.
        public var isFollowing = true
        public var showsLanes = true
        /// Lanes instead of the list, where there is no room for both.
        public var showsOnlyLanes = false
        public var panMinutes = 0
        /// Hours across.
        public var hours = 6
    }

    public struct MapLook: Sendable, Equatable {
        public enum Layer: String, Sendable, CaseIterable { case people, heat, labels }
        public enum Zoom: Int, Sendable, CaseIterable { case overview, plan, zone }

        public var layer = Layer.people
        public var zoom = Zoom.plan
        public var panX = 0
        public var panY = 0
        /// Whose zone is kept in view.
        public var following: PersonID?
    }

    public struct AlertsLook: Sendable, Equatable {
        public var showsHistory = false
        public var showsFlood = false
    }

    /// What the user would have stand, of the conflict they look at.
    struct ConflictLook: Sendable, Equatable {
        var id = ""
        var side: ConflictSheet.Side?
        /// Typed instead of either.
        var value: FieldEdit?
    }

    public struct BoardLook: Sendable, Equatable {
        public enum Order: String, Sendable, CaseIterable { case urgency, name, role, zone }

        public var order = Order.urgency
        public var isGrouped = true
    }
}

/// What lies over the screen, the last on top. The takeover is above all of them.
public enum Layer: Sendable, Equatable {
    case help(query: String, scroll: Int)
    case palette(text: String, selected: Int)
    case filter
    case compose
    case dialog(Dialog)
    case picker(EntityPicker)
    case form(EntityForm)
    case note(FieldKey)
    case feed(selected: Int?), rollCall(RollCallList)
}

/// A question that must be answered before going on.
public struct Dialog: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// One Enter after reading what will happen.
        case confirm
        /// The word must be typed, for what destroys or silences.
        case typed(String)
        case text
        case choice([String])
    }

    public enum Purpose: Sendable, Equatable {
        case quit
        case edits([Step], about: String, text: String, toast: String)
        case delay(ItemID)
        case applyDelay([Step], minutes: Int)
        case skip(ItemID)
        case end(ItemID)
        case standby(ItemID)
        case seen(PersonID)
        case sendNearest(PersonID, ZoneID)
        case shelve(AlertID)
        case shelveCritical(AlertID)
        case resolve(AlertID)
        case assign(AlertID)
        case allClear(AlertID)
        case evacuate(ZoneID)
        case answer(AlertID)
        case message(PersonID?)
        case lendRights(PersonID)
        case agreeRights(AccessGrant.ID)
        case endRights(AccessGrant.ID)
        case discard(DeadLetter.ID)
        case otherWay(DeadLetter.ID)
        case removeItem(ItemID)
        case newItem
        case settleAgain(Conflict.ID, FieldEdit)
        case declineWish(Proposal.ID)
        case applyConflict(String)
        case conflictValue(String)
        case repeatAlert(AlertID)
        case broadcast(AlertID)
        case raise(isDrill: Bool)
        case raisePlace(AlertKind, isDrill: Bool)
        case raiseText(AlertKind, ZoneID?, isDrill: Bool)
    }

    /// One edit as it was previewed, and the revision that the preview showed.
    public struct Step: Sendable, Equatable {
        public let item: ItemID
        public let edit: FieldEdit
        public let base: Int?
    }

    public var title: String
    public var lines: [String]
    public var kind: Kind
    public var purpose: Purpose
    public var input = ""
    public var selected = 0
    public var complaint: String?

    public init(_ title: String, _ lines: [String] = [], _ kind: Kind, _ purpose: Purpose) {
        (self.title, self.lines, self.kind, self.purpose) = (title, lines, kind, purpose)
    }
}

extension ConsoleState {
    /// The emergency that takes the screen: the first open one that was not answered here.
    public var takeover: Alert? { day?.emergencies.first { !answered.contains($0.id) } }

    /// The answered emergency whose bar stays until all clear.
    var barred: Alert? { day?.emergencies.first { answered.contains($0.id) } }

    /// Whether Enter shows more of the selected row here.
    var opensDetail: Bool {
        switch view {
        case .board, .alerts: sizeClass == .small || sizeClass == .tiny
        case .timeline, .messages, .audit: sizeClass != .tiny
        case .map, .conflicts, .dead, .stats: false
        }
    }

    var isFiltered: Bool { !filter.isEmpty }

    public var user: Person? { me.flatMap { day?.day.people[$0] } }

    public enum SizeClass: Sendable, Equatable { case sentence, tiny, small, standard, wide, wall }

    /// Decided from size alone, so that a layout can be tested.
    public var sizeClass: SizeClass {
        if columns < 40 || rows < 10 { return .sentence }
        if columns < 60 || rows < 16 { return .tiny }
        if columns < 110 || rows < 30 { return .small }
        if columns >= 240 && rows >= 60 { return .wall }
        return columns >= 180 ? .wide : .standard
    }

    /// Reverse half of the time, once a second of real time, while something is unacknowledged.
    var isPulseOn: Bool { options.motion == .on && pulsePhase && theme.resolved(.emergency).pulses }

    /// Whether anything on the screen pulses.
    public var pulses: Bool {
        guard options.motion == .on, let alert = takeover ?? day?.mostUrgent else { return false }
        return alert.state == .raised && alert.priority <= .critical
    }

    func clock(_ moment: Timestamp) -> String {
        day?.day.clock.local(moment).hourMinute ?? "--:--"
    }
}
