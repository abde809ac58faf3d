import ArgumentParser
import CoreRuntime
import Foundation
import Interchange
import RealtimeCore
import Simulation
import Wedding

/// A wedding and the script of its day, loaded and ready to be played from the start as often as
/// somebody jumps back.
struct DemoDay: Sendable {
    let wedding: WeddingDay
    let script: DayScript
    let hostUser: Person
    let start: Timestamp
    let end: Timestamp

    init(wedding weddingPath: String, day dayPath: String) throws {
        wedding = try WeddingFile.load(weddingPath)
        script = try DayFile.load(dayPath, for: wedding)
        guard let lead = wedding.lead(of: .coordinator) else {
            throw FileProblem(
                file: weddingPath, line: 0,
                "has nobody with role = \"coordinator\". A day needs one to run it.")
        }
        guard let first = script.rows.map(\.receivedAt).min(),
            let last = script.rows.map(\.receivedAt).max()
        else { throw FileProblem(file: dayPath, line: 0, "has no rows. Nothing would happen.") }
        hostUser = lead
        start = Timestamp(milliseconds: first.milliseconds / 60_000 * 60_000) - .minutes(1)
        end = last + .minutes(1)
    }

    func engine() -> CoreEngine {
        CoreEngine(core: RealtimeCore(day: wedding), journal: MemoryJournal())
    }

    func playback() -> Playback { Playback(script: script, hostUser: hostUser.id, start: start) }
}
