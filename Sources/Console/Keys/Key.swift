import RealtimeProtocol
import Wedding

/// A key as it was pressed, whatever bytes the terminal sent for it.
package enum Key: Sendable, Hashable {
    case char(Character)
    case ctrl(Character)
    case function(Int)
    case enter, escape, tab, backTab, backspace, delete
    case up, down, left, right, home, end, pageUp, pageDown

    /// As help and footer write it.
    package var label: String {
        switch self {
        case .char(" "): "Space"
        case .char(let character): String(character)
        case .ctrl(let character): "Ctrl-\(character.uppercased())"
        case .function(let number): "F\(number)"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        }
    }
}

/// What reaches the console.
package enum ConsoleEvent: Sendable {
    case key(Key)
    /// A key that may be a part of something else: it does only what nobody else hears of.
    case halfKey(Key)
    case paste(String)
    case mouse(MouseEvent)
    case resize(columns: Int, rows: Int)
    case server(ServerMessage)
    /// The clock of the day, from whoever keeps it.
    case clock(Timestamp)
    /// The link to the core came or went.
    case link(isLive: Bool)
    case demo(DemoStatus)
    case focus(Bool)
    /// What was said has stood long enough.
    case toastOver(number: Int)
    /// A second of real time went by while something is unacknowledged.
    case pulse
    /// The themes that can be chosen, by name.
    case themes([Theme])
    case problem(String)
    /// What an earlier run of this console left unanswered.
    case kept([Submission])
    /// One-use codes that were asked for, a line each, and the file with all of them to print.
    case invited([String], list: String)
}

package struct MouseEvent: Sendable, Equatable {
    package enum Kind: Sendable, Equatable { case press, double, wheelUp, wheelDown, drag }

    package let kind: Kind
    package let column: Int
    package let row: Int

    package init(_ kind: Kind, column: Int, row: Int) {
        (self.kind, self.column, self.row) = (kind, column, row)
    }
}

/// How a replay stands.
package struct DemoStatus: Sendable, Equatable {
    package let speed: Int
    package let isPaused: Bool
    package let isOver: Bool

    package init(speed: Int, isPaused: Bool, isOver: Bool) {
        (self.speed, self.isPaused, self.isOver) = (speed, isPaused, isOver)
    }
}

/// What the console asks of its shell.
package enum ConsoleEffect: Sendable, Equatable {
    case send(ClientMessage)
    case bell(times: Int)
    case copy(String)
    case suspend
    case repaint
    case quit
    case demo(DemoCommand)
    case notify(String)
    /// One-use codes, from the host that this console belongs to.
    case invite([PersonID])
}

package enum DemoCommand: Sendable, Equatable {
    case togglePause
    case seek(minutes: Int)
    case nextEvent
    case faster, slower
}
