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
    let hasDevices: Bool

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
        (hostUser, hasDevices) = (lead, true)
        start = Timestamp(milliseconds: first.milliseconds / 60_000 * 60_000) - .minutes(1)
        end = last + .minutes(1)
    }

    /// Just after the last alert before the ceremony begins: somebody is missed then.
    var tourStart: Timestamp {
        guard let ceremony = wedding.ceremonyItem else { return start }
        let begins =
            script.rows.first { row in
                guard case .changes(let changes) = row.action else { return false }
                return changes.contains(.timeline(.start(ceremony.id)))
            }?.receivedAt ?? ceremony.start
        let raised = script.rows.filter { row in
            guard case .derived(let found) = row.action else { return false }
            return found.kind == "alert.raise" && row.receivedAt < begins
        }.map(\.receivedAt).max()
        return raised.map { $0 + .seconds(5) } ?? max(start, ceremony.start - .minutes(29))
    }

    /// A day on which nothing goes wrong, or only that some never come.
    init(quiet weddingPath: String, without names: [String]) throws {
        let wedding = try WeddingFile.load(weddingPath)
        self.wedding = wedding
        let absent = try names.map { name in
            guard wedding.people[PersonID(name)] != nil else {
                let known = wedding.people.map(\.id.rawValue).joined(separator: ", ")
                throw HostProblem("There is no person \(name.sanitised). There are: \(known).")
            }
            return PersonID(name)
        }
        let coordinators = wedding.people.filter {
            $0.role == .coordinator && !absent.contains($0.id)
        }
        guard let lead = coordinators.first(where: \.isLead) ?? coordinators.first else {
            throw HostProblem("A day needs a coordinator who is there to run it.")
        }
        script = QuietDay.script(wedding, led: lead.id, without: Set(absent))
        guard let first = script.rows.first?.receivedAt, let last = script.rows.last?.receivedAt
        else {
            throw FileProblem(
                file: weddingPath, line: 0, "has neither people nor items. Nothing would happen.")
        }
        (hostUser, hasDevices) = (lead, false)
        (start, end) = (first - .minutes(1), last + .minutes(10))
    }

    func engine() -> CoreEngine {
        CoreEngine(core: RealtimeCore(day: wedding), journal: MemoryJournal())
    }

    func playback() -> Playback {
        Playback(script: script, hostUser: hostUser.id, start: start, hasDevices: hasDevices)
    }
}
