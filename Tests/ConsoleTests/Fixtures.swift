import Console
import Foundation
import RealtimeProtocol
import TestSupport
import Wedding

enum Screens {
    /// The coordinator's console at a moment of the sample day.
    static func state(_ hour: Int, _ minute: Int, _ second: Int = 0) -> ConsoleState {
        let now = Sample.moment(hour, minute, second)
        let played = Sample.play(until: now)
        var state = ConsoleState(columns: 120, rows: 36)
        for message in Sample.messages(for: played, at: now) {
            _ = update(&state, .server(message))
        }
        _ = update(&state, .clock(now))
        return state
    }

    /// 15:00:52: the photographer has not been seen, nobody has answered yet.
    static let critical = state(15, 0, 52)
    /// 16:35:47: the storm, half of the zones answered.
    static let storm = state(16, 35, 47)
    static let evening = state(19, 0)

    static func sized(_ state: ConsoleState, _ columns: Int, _ rows: Int) -> ConsoleState {
        var state = state
        (state.columns, state.rows) = (columns, rows)
        return state
    }

    /// One that is work and one that is not.
    static func loseLetters(_ state: inout ConsoleState) {
        let letters: [(PersonID, String, Priority, DeadLetter.Reason)] = [
            ("p-dee", "The van is at the south gate", .high, .time),
            ("p-walt", "Coach B is full", .normal, .attempts),
        ]
        state.deadLetters = letters.enumerated().map { place, letter in
            DeadLetter(
                id: DeadLetter.ID(offset: place + 1, person: letter.0), text: letter.1,
                priority: letter.2, sentAt: state.now - .minutes(125),
                diedAt: state.now - .minutes(5), attempts: place * 5, reason: letter.3)
        }
    }

    static func press(_ state: inout ConsoleState, _ keys: Key...) -> [ConsoleEffect] {
        keys.flatMap { update(&state, .key($0)) }
    }

    static func type(_ state: inout ConsoleState, _ text: String) {
        for character in text { _ = update(&state, .key(.char(character))) }
    }
}

/// Frames as text files: `UPDATE_GOLDEN=1` writes them anew.
enum Golden {
    static let folder = Sample.root + "Tests/ConsoleTests/Golden/"

    /// - Returns: nil when the frame is as the file says; else where they differ.
    static func difference(_ name: String, _ text: String) -> String? {
        let path = folder + name + ".txt"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try? (text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            return nil
        }
        guard let saved = try? String(contentsOfFile: path, encoding: .utf8) else {
            return "there is no \(name).txt; run with UPDATE_GOLDEN=1 and look at what it writes"
        }
        let (old, new) = (
            saved.split(separator: "\n", omittingEmptySubsequences: false),
            text.split(separator: "\n", omittingEmptySubsequences: false)
        )
        for row in 0..<max(old.count - 1, new.count) {
            let (a, b) = (row < old.count ? old[row] : "", row < new.count ? new[row] : "")
            if a != b { return "\(name), row \(row):\n- \(a)\n+ \(b)" }
        }
        return nil
    }
}

extension Frame {
    /// A letter a cell for what is emphasised: r alert, s selection, a amber, b bold, . the rest.
    var styleMap: String {
        (0..<rows).map { row in
            String(
                (0..<columns).map { column -> Character in
                    let style = self[column, row].style
                    switch style.role {
                    case .emergency, .critical: return "r"
                    case .selection: return "s"
                    case .late, .missing, .high, .acked, .nowLine, .over, .itemLate, .dead:
                        return "a"
                    case .title, .tabActive, .key, .running, .hard: return "b"
                    default: return style.isReverse ? "s" : "."
                    }
                })
        }.joined(separator: "\n")
    }
}
