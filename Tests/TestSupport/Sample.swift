import CoreRuntime
import Foundation
import Interchange
import RealtimeCore
import RealtimeProtocol
import Simulation
import Wedding

/// The sample wedding and what its day leads to, played once for all suites.
package enum Sample {
    /// The checkout, found from this file.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()

    package static let wedding = try! WeddingFile.load(root + "Samples/alder-mill/wedding.toml")
    package static let script = try! DayFile.load(
        root + "Samples/alder-mill/day.csv", for: wedding)

    package static func moment(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        wedding.clock.moment(wedding.date, hour: hour, minute: minute, second: second)
    }

    /// A day as it was played: the log, and every effect with its moment.
    package struct Played: Sendable {
        package let engine: CoreEngine
        package let effects: [(effect: Effect, at: Timestamp)]
        package let skipped: [String]

        package var state: DayState { engine.core.current }
        package var log: [LogEvent] { state.recent }
        /// What was written, each unit in one append.
        package var units: [[JournalEntry]] { (engine.journal as? MemoryJournal)?.units ?? [] }
    }

    package static func play(until end: Timestamp) -> Played {
        var engine = CoreEngine(core: RealtimeCore(day: wedding), journal: MemoryJournal())
        var playback = Playback(script: script, hostUser: "p-rosa", start: moment(6, 43))
        var effects: [(Effect, Timestamp)] = []
        try! engine.play(&playback, through: end) { effects.append(($0, $1)) }
        return Played(engine: engine, effects: effects, skipped: playback.skipped)
    }

    package static let whole = play(until: moment(23, 59))

    /// What a coordinator's console was sent, from its welcome on.
    package static func messages(for played: Played, at now: Timestamp) -> [ServerMessage] {
        var core = played.engine.core
        return core.handle(.connected(ConnectionID(2), "p-rosa", .replay), at: now).compactMap {
            if case .send(let message, .connection) = $0 { message } else { nil }
        }
    }
}
