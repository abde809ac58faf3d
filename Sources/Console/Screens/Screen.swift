import Wedding

/// One of the views: what it is called, who may open it, what can be selected in it, what its keys
/// do, and how it is drawn. Header, tabs, help, palette and footer are made from these.
protocol Screen {
    static var name: String { get }
    /// For 80 columns.
    static var short: String { get }
    /// Its own keys; those of everywhere hold beside them.
    static var keys: [KeyMap.Binding] { get }
    /// What its help says below the keys.
    static var notes: [String] { get }
    /// Whether a word can be looked for in it.
    static var isFiltered: Bool { get }
    /// Where Enter shows more of the selected row.
    static var detailSizes: Set<ConsoleState.SizeClass> { get }

    static func right(_ state: ConsoleState) -> Right
    /// Its rows by their ids, in order; nil where a heading stands between two groups.
    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?]
    /// The row that is selected as long as nobody chose one; nil for the first.
    static func current(_ state: ConsoleState, _ day: DayState) -> String?
    /// Whom a row is about.
    static func person(_ row: String, _ state: ConsoleState, _ day: DayState) -> Person?
    /// What waits in it.
    static func badge(_ state: ConsoleState, _ day: DayState, isNarrow: Bool) -> String
    /// A line each, for terminals under 60 x 16.
    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine]

    /// - Returns: whether the view moves in its own way; else the selection walks over the rows.
    static func move(_ motion: Motion, _ state: inout ConsoleState) -> Bool
    static func open(_ state: inout ConsoleState) -> [ConsoleEffect]
    /// - Returns: whether it went back a step of its own.
    static func back(_ state: inout ConsoleState) -> Bool

    init(_ state: ConsoleState, _ day: DayState)
    func draw(_ frame: inout Frame, _ area: Rect)
    /// The selected row in full, for terminals under 60 x 16.
    ///
    /// - Returns: whether there is anything to show.
    func drawTinyDetail(_ frame: inout Frame, _ area: Rect) -> Bool
}

struct ScreenLine {
    let id: String?
    let text: String
    var style = Style.text
}

extension Screen {
    static var short: String { name }
    static var keys: [KeyMap.Binding] { [] }
    static var notes: [String] { [] }
    static var isFiltered: Bool { false }
    static var detailSizes: Set<ConsoleState.SizeClass> { [] }
    static func right(_ state: ConsoleState) -> Right { .anyone }
    static func current(_ state: ConsoleState, _ day: DayState) -> String? { nil }
    static func person(_ row: String, _ state: ConsoleState, _ day: DayState) -> Person? { nil }
    static func badge(_ state: ConsoleState, _ day: DayState, isNarrow: Bool) -> String { "" }
    static func move(_ motion: Motion, _ state: inout ConsoleState) -> Bool { false }
    static func back(_ state: inout ConsoleState) -> Bool { false }
    func drawTinyDetail(_ frame: inout Frame, _ area: Rect) -> Bool { false }

    static func open(_ state: inout ConsoleState) -> [ConsoleEffect] {
        if state.opensDetail { state.showsDetail = true }
        state.messages.scroll = 0
        return []
    }

    static func count(_ number: Int) -> String { number > 0 ? " \(number)" : "" }
}
