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
        /// Tells what to do next, and sees whether it was done.
        package var isTour = false
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
    /// What the day says first, worked out once a frame.
    var glance: Glance?
    /// The training that is on.
    package var tour: Tour?

    /// The selected row of each view, by its id, so that it stays when rows move.
    package var selection: [ViewID: String] = [:]
    package var filter = ""
    package var layers: [Layer] = []
    package var toast: Toast?
    package var timeline = TimelineLook()
    package var map = MapLook()
    package var alerts = AlertsLook()
    package var board = BoardLook()
    var conflicts = ConflictsLook()
    package var messages = MessagesLook()
    package var emergency = EmergencyLook()
    /// Initials instead of names, where others can see the screen.
    package var showsInitials = false
    package var isBusy = false
    /// Whether the details of the selected row fill the screen, where there is no room beside it.
    package var showsDetail = false
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
    package var pulsePhase = false
    /// The theme to go back to when a preview is left.
    package var themeBefore: Theme?
    /// Where the mouse was pressed or last dragged to.
    package var dragFrom: MouseEvent?

    package init(columns: Int, rows: Int, theme: Theme = .base, options: Options = Options()) {
        (self.columns, self.theme) = (columns, theme)
        self.options = options
        self.rows = max(1, rows - options.tourRows)
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
}

extension ConsoleState {
    /// The emergency that takes the screen: the first open one that was not answered here.
    package var takeover: Alert? { day?.emergencies.first { !emergency.answered.contains($0.id) } }

    /// The answered emergency whose bar stays until all clear.
    var barred: Alert? { day?.emergencies.first { emergency.answered.contains($0.id) } }

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
