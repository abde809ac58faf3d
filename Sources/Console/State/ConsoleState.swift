import RealtimeProtocol
import Wedding

/// Everything a screen is drawn from. Time, size and pulse are in it, so any frame can be drawn
/// again.
package struct ConsoleState: Sendable {
    /// What the terminal can do and what its user asked for; fixed while the console runs.
    package struct Options: Sendable, Equatable {
        package var glyphs = GlyphSet.unicode
        package var motion = Motion.on
        /// Shows the cursor where the focus is and keeps it still.
        package var isAccessible = false
        package var isKiosk = false
        /// Marks every screen as a replay.
        package var isDemo = false
        /// What is shown is over: a log, not a script.
        package var isReplay = false
        /// Ends the day's server with it.
        package var isHost = false
        /// Whether emergencies are answered as whoever is logged in, without asking who.
        package var isPersonal = false
        /// Whether seconds are shown.
        package var hasClock = true
        /// Shows a line of welcome until a key is pressed.
        package var isFirstRun = false
        /// Whether an alert may leave the terminal while nobody looks at it.
        package var notices = Notices.off

        package init() {}
    }

    package enum Motion: String, Sendable, CaseIterable { case on, off }
    /// By which sequence a desktop notice is asked for.
    package enum Notices: String, Sendable, CaseIterable { case off, osc9, osc777 }

    package var options: Options
    package var columns: Int
    package var rows: Int
    package var now = Timestamp.zero
    /// When the core welcomed us: what was said before counts as read.
    package var startedAt = Timestamp.zero
    /// What is shown; nil until the core has welcomed us.
    package var day: DayState?
    /// The log and our submissions apart, while any waits for its answer.
    var optimism: OptimisticDay?
    /// Orders what is said here after everything that was heard.
    var hybrid = HybridClock()
    /// What an earlier run left unanswered, until the day is here.
    var kept: [Submission] = []
    /// Texts that are written at.
    var notes: [FieldKey: NoteEditor] = [:]
    var undoSteps: [Step] = []
    var redoSteps: [Step] = []
    package var me: PersonID?
    package var view = ViewID.board
    package var theme: Theme
    package var themes: [Theme]
    package var isLive = true
    /// Why the host's disk takes nothing.
    package var diskTrouble: String?
    package var lostAt: Timestamp?
    /// What keeps the host from being reached, said last.
    var hindrance: String?
    package var mode = DayMode.normal
    package var isCeremony = false
    package var stats = CoreStats()
    package var audit: [AuditEntry] = []
    package var deadLetters: [DeadLetter] = []
    package var demo: DemoStatus?
    package var feed = Feed()

    /// The selected row of each view, by its id, so that it stays when rows move.
    package var selection: [ViewID: String] = [:]
    package var filter = ""
    package var layers: [Layer] = []
    package var toast: Toast?
    package var timeline = TimelineLook()
    package var map = MapLook()
    package var alertsLook = AlertsLook()
    package var board = BoardLook()
    var conflictLook = ConflictLook()
    package var draft = ""
    package var draftPriority = Priority.normal
    /// Until when each channel has been read.
    package var readUntil: [String: Timestamp] = [:]
    /// Lines scrolled back in a thread that fills the pane.
    package var threadScroll = 0
    /// Initials instead of names, where others can see the screen.
    package var showsInitials = false
    package var isBusy = false
    /// Whether the details of the selected row fill the screen, where there is no room beside it.
    package var showsDetail = false
    /// Emergencies this console's user has answered.
    package var answered: Set<AlertID> = []
    /// Emergencies whose roll call is shown instead of captains.
    package var showsRollCall = false
    package var mutedUntil: Timestamp?
    package var hasFocus = true
    /// The toast that promises that another Ctrl-C quits.
    package var cancelToast: Int?
    /// The toast that tells somebody whose typing an emergency cut off: keys do nothing until
    /// none was pressed for a second.
    package var holdToast: Int?
    /// The ids of this console's submissions.
    package var ids = SubmissionIDs.counted()
    /// What each submission of ours was about, to say what was refused.
    package var waiting: [String: String] = [:]
    /// Answers to emergencies that the core has not confirmed yet.
    package var answers: [String: AlertID] = [:]
    package var soundedAt: [AlertID: Timestamp] = [:]
    package var pulsePhase = false
    /// The theme to go back to when a preview is left.
    package var themeBefore: Theme?
    /// Where the mouse was pressed or last dragged to.
    package var dragFrom: MouseEvent?

    package init(columns: Int, rows: Int, theme: Theme = .base, options: Options = Options()) {
        (self.columns, self.rows, self.theme) = (columns, rows, theme)
        self.options = options
        themes = [theme]
    }

    /// Something said once. The shell takes it away after a few seconds of real time, whatever pace
    /// the day is played at.
    package struct Toast: Sendable, Equatable {
        package let text: String
        /// Tells one from the next with the same words.
        package let number: Int
        /// Gone after a second: for what holds keys back.
        package var isBrief = false
    }

    package struct TimelineLook: Sendable, Equatable {
        /// Keeps the now-line at a third of the height.
        package var isFollowing = true
        package var showsLanes = true
        /// Lanes instead of the list, where there is no room for both.
        package var showsOnlyLanes = false
        package var panMinutes = 0
        /// Hours across.
        package var hours = 6
    }

    package struct MapLook: Sendable, Equatable {
        package enum Layer: String, Sendable, CaseIterable { case people, heat, labels }
        package enum Zoom: Int, Sendable, CaseIterable { case overview, plan, zone }

        package var layer = Layer.people
        package var zoom = Zoom.plan
        package var panX = 0
        package var panY = 0
        /// Whose zone is kept in view.
        package var following: PersonID?
    }

    package struct AlertsLook: Sendable, Equatable {
        package var showsHistory = false
        package var showsFlood = false
    }

    /// What the user would have stand, of the conflict they look at.
    struct ConflictLook: Sendable, Equatable {
        var id = ""
        var side: ConflictSheet.Side?
        /// Typed instead of either.
        var value: FieldEdit?
    }

    package struct BoardLook: Sendable, Equatable {
        package enum Order: String, Sendable, CaseIterable { case urgency, name, role, zone }

        package var order = Order.urgency
        package var isGrouped = true
    }
}

/// What lies over the screen, the last on top. The takeover is above all of them.
package enum Layer: Sendable, Equatable {
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
package struct Dialog: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// One Enter after reading what will happen.
        case confirm
        /// The word must be typed, for what destroys or silences.
        case typed(String)
        case text
        case choice([String])
    }

    package enum Purpose: Sendable, Equatable {
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
        case declineProposal(Proposal.ID)
        case applyConflict(String)
        case conflictValue(String)
        case repeatAlert(AlertID)
        case broadcast(AlertID)
        case raise(isDrill: Bool)
        case raisePlace(AlertKind, isDrill: Bool)
        case raiseText(AlertKind, ZoneID?, isDrill: Bool)
    }

    /// One edit as it was previewed, and the revision that the preview showed.
    package struct Step: Sendable, Equatable {
        package let item: ItemID
        package let edit: FieldEdit
        package let base: Int?
    }

    package var title: String
    package var lines: [String]
    package var kind: Kind
    package var purpose: Purpose
    package var input = ""
    package var selected = 0
    package var complaint: String?

    package init(_ title: String, _ lines: [String] = [], _ kind: Kind, _ purpose: Purpose) {
        (self.title, self.lines, self.kind, self.purpose) = (title, lines, kind, purpose)
    }
}

extension ConsoleState {
    /// The emergency that takes the screen: the first open one that was not answered here.
    package var takeover: Alert? { day?.emergencies.first { !answered.contains($0.id) } }

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

    package var user: Person? { me.flatMap { day?.day.people[$0] } }

    package enum SizeClass: Sendable, Equatable { case sentence, tiny, small, standard, wide, wall }

    /// Decided from size alone, so that a layout can be tested.
    package var sizeClass: SizeClass {
        if columns < 40 || rows < 10 { return .sentence }
        if columns < 60 || rows < 16 { return .tiny }
        if columns < 110 || rows < 30 { return .small }
        if columns >= 240 && rows >= 60 { return .wall }
        return columns >= 180 ? .wide : .standard
    }

    /// Reverse half of the time, once a second of real time, while something is unacknowledged.
    var isPulseOn: Bool { options.motion == .on && pulsePhase && theme.resolved(.emergency).pulses }

    /// Whether anything on the screen pulses.
    package var pulses: Bool {
        guard options.motion == .on, let alert = takeover ?? day?.mostUrgent else { return false }
        return alert.state == .raised && alert.priority <= .critical
    }

    func clock(_ moment: Timestamp) -> String {
        day?.day.clock.local(moment).hourMinute ?? "--:--"
    }
}
