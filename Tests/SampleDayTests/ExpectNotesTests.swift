import CoreRuntime
import Foundation
import RealtimeCore
import RealtimeProtocol
import Simulation
import TestSupport
import Testing
import Wedding

/// The `expect` column of the sample day, note by note, by the row's `seq`.
@Suite("The sample day's expect notes")
struct ExpectNotesTests {
    /// The day right after a row, and everything the core did within ten seconds of it.
    struct Moment: Sendable {
        let state: DayState
        let at: Timestamp
        let effects: [Effect]
        let entries: [LogEvent]

        func item(_ id: ItemID) -> TimelineItem { state.day.items[id]! }
        func over(_ id: ItemID) -> Int? { item(id).overUnder?.wholeMinutes }
        func alert(_ rule: String, _ about: String) -> Alert? {
            state.alerts.last { $0.rule == rule && $0.about == about }
        }
        /// Who was sent an entry of this kind.
        func told(_ kind: String) -> Set<PersonID> {
            Set(
                effects.compactMap { effect in
                    guard case .send(.event(let event, _), .person(let person)) = effect,
                        event.change.kind == kind
                    else { return nil }
                    return person
                })
        }
        /// Whose devices were to get the entries of this kind.
        func addressed(_ kind: String) -> Set<PersonID> {
            Set(
                effects.flatMap { effect -> [PersonID] in
                    guard case .show(let entry) = effect, entry.event.change.kind == kind else {
                        return []
                    }
                    return entry.addressees
                })
        }
        func seated(_ table: TableID) -> Int { state.day.seated(at: table).count }
        var expectedGuests: Int { state.day.guests.count { $0.rsvp.isExpected } }
    }

    enum Note: Sendable {
        case holds(@Sendable (Moment) -> Bool)
        /// What of the note the core does not say, and why.
        case not(String)
    }

    static let notes: [Int: Note] = [
        2: .holds { $0.state.day.mode(at: $0.at).heartbeat == .seconds(10) },
        7: .holds { $0.over("i-01") == 1 && $0.state.proposal == nil },
        12: .holds { $0.alert("r-late", "p-noor")?.state == .raised },
        16: .holds { $0.alert("r-late", "p-noor")?.state == .returned },
        18: .holds {
            $0.over("i-03") == 12
                && Forecast($0.state.day, at: $0.at).ends["i-03"] == Sample.moment(12, 27)
        },
        24: .holds { $0.over("i-04") == 8 },
        26: .not("arrival is recorded; the order of chairs is in no field of the format"),
        28: .holds {
            // Nobody of the couple has a device there yet: they are told by phone.
            $0.addressed("rsvp.change") == ["p-ben"] && $0.told("rsvp.change") == ["p-ben"]
        },
        30: .holds { $0.expectedGuests == 117 && $0.seated("t-11") == 5 },
        37: .holds { moment in
            let alert = moment.alert("cap", "z-orchard")
            return alert?.isEmergency == false && alert?.audience.contains(.all) == false
        },
        45: .holds {
            $0.item("i-09").status == .running && $0.state.presence["p-iris"]?.isCheckedIn != true
        },
        48: .holds { moment in
            let blocked = moment.state.day.items.filter { $0.involves("p-iris") && !$0.isOver }
            return moment.alert("r-late", "p-iris")?.state == .raised
                && Set(blocked.map(\.id)).isSuperset(of: ["i-09", "i-18", "i-19", "i-20", "i-21"])
        },
        49: .holds { $0.alert("r-late", "p-iris")?.state == .acknowledged },
        50: .holds {
            $0.state.presence["p-iris"]?.eta == Sample.moment(11, 40) && $0.state.proposal == nil
                && $0.alert("r-late", "p-iris")?.state == .acknowledged
        },
        63: .holds { $0.alert("r-late", "p-iris")?.state == .resolved },
        65: .holds { $0.state.presence["p-iris"]?.activity == .photography },
        69: .holds {
            // Maya's phone is off at that moment; Milo is the florist's second.
            $0.told("payment.record") == ["p-theo", "p-ben", "p-wren", "p-milo"]
        },
        73: .holds { $0.item("i-14").decision == "plan_a" },
        84: .holds { $0.over("i-03") == 23 },
        85: .holds {
            $0.state.proposal?.moves.first?.item == "i-16"
                && $0.state.proposal?.moves.first?.start == Sample.moment(12, 38)
                && $0.item("i-16").start == Sample.moment(12, 30)
        },
        87: .holds { $0.item("i-19").duration >= $0.item("i-19").minimum },
        88: .holds {
            $0.item("i-20").start == Sample.moment(13, 38)
                && $0.item("i-21").start == Sample.moment(14, 0)
        },
        95: .holds { $0.state.presence["p-petra"]?.zone == "z-gate" },
        100: .holds { moment in
            moment.addressed("alert.raise") == ["p-maya", "p-lucia", "p-rosa", "p-ben"]
                && moment.told("alert.raise").contains("p-lucia")
                && moment.alert("r-batt", "p-maya")?.audience == [.subject, .helper, .coordinator]
        },
        107: .holds {
            $0.item("i-27").start == Sample.moment(15, 30)
                && $0.state.revisions[FieldKey(.item("i-27"), .start)]?.last?.by
                    == .person("p-maya")
        },
        109: .holds { moment in
            let conflict = moment.state.conflicts.last
            return conflict?.rule == .rank && conflict?.loser.by == .person("p-evelyn")
                && conflict?.winner.value == .start(Sample.moment(15, 30))
                && conflict?.loser.value == .start(Sample.moment(14, 45))
        },
        110: .holds {
            $0.item("i-27").end == Sample.moment(16, 0)
                && $0.addressed("sync.resolve") == ["p-evelyn", "p-rosa", "p-ben"]
                && $0.item("i-28").start == Sample.moment(15, 30)
        },
        111: .holds { moment in
            let starts: [(ItemID, Int, Int)] = [
                ("i-29", 16, 0), ("i-34", 17, 30), ("i-37", 17, 45), ("i-38", 18, 40),
                ("i-32", 16, 20), ("i-40", 19, 20),
            ]
            let unmoved = ["i-41", "i-42", "i-43", "i-44", "i-45"].map { moment.item(ItemID($0)) }
            return starts.allSatisfy { moment.item($0.0).start == Sample.moment($0.1, $0.2) }
                && unmoved.allSatisfy { $0.start == $0.originalStart }
                && moment.item("i-40").duration == .minutes(40)
                && moment.entries.count { $0.change.kind == "timeline.shift" } == 1
        },
        112: .holds {
            $0.state.messages.last?.version == 8 && $0.state.messages.last?.confirmed == []
        },
        115: .holds { moment in
            moment.entries.contains {
                if case .alert(.escalate(_, let step)) = $0.change {
                    step.target == .coordinatorAgain && step.people.contains("p-rosa")
                } else {
                    false
                }
            }
        },
        117: .holds { $0.alert("r-batt", "p-maya")?.state == .resolved },
        131: .holds { moment in
            moment.seated("t-12") == 8
                && moment.effects.contains {
                    if case .send(.rejected(_, .tableFull), _) = $0 { true } else { false }
                }
        },
        132: .holds { $0.state.day.duties["k-25"]?.isDone == false },
        147: .holds { $0.state.day.guests["g-walkin-1"]?.rsvp == .arrivedUninvited },
        148: .holds { $0.expectedGuests == 118 && $0.seated("t-11") == 6 },
        149: .holds {
            $0.seated("t-07") == 7 && $0.seated("t-11") == 7
                && $0.addressed("seating.change") == [
                    "p-lorna", "p-gus", "p-dee", "p-anselm", "p-tess", "p-jules", "p-ben",
                ]
        },
        150: .holds {
            $0.state.presence["p-iris"]?.zone == "z-cellar"
                && $0.state.presence["p-iris"]?.lastSeen == Sample.moment(14, 49)
        },
        155: .holds {
            $0.alert("r-missing", "p-iris")?.raisedAt == Sample.moment(15, 0)
                && $0.state.deadZone(of: "p-iris")?.id == "z-cellar"
        },
        162: .holds { $0.alert("r-ring", "rings")?.state == .raised },
        164: .holds {
            $0.state.messages.last?.text.contains("envelope") == true
                && $0.state.messages.last?.to == [.coordinator]
        },
        181: .holds {
            $0.over("i-27") == 3
                && ($0.item("i-27").startedAt! - $0.item("i-27").originalStart).wholeMinutes == 33
        },
        183: .holds { $0.over("i-27") == -2 },
        198: .holds { $0.state.mealCounts.map(\.count).reduce(0, +) == 118 },
        202: .holds { moment in moment.state.alerts.count { $0.rule == "r-wx" } == 1 },
        203: .holds {
            $0.state.emergency?.rule == "r-wx" && $0.state.emergency?.asksZones == true
        },
        215: .holds {
            $0.state.day.zones["z-parking"]?.captains.prefix(2) == ["p-dee", "p-gus"]
                && $0.alert("r-wx", "all")?.stepsTaken["z-parking"] == 2
        },
        222: .not(
            "the lead's console is the host's here; a joined one that is cut comes with the wire"),
        223: .holds { $0.item("i-34").start == Sample.moment(17, 25) },
        224: .holds { $0.alert("r-wx", "all")?.history.last?.text.contains("120 of 120") == true },
        225: .not("queued edits and their rebase belong to joined consoles, which come later"),
        226: .holds { $0.item("i-29").zone == "z-barn" },
        227: .holds {
            $0.item("i-34").start == Sample.moment(17, 35)
                && $0.state.conflicts.last?.rule == .lead
                && $0.told("sync.resolve").contains("p-ben")
        },
        230: .holds { $0.state.emergency?.rule == "r-wx" },
        236: .holds { $0.alert("r-wx", "all")?.state == .allClear && $0.state.emergency == nil },
        245: .holds { $0.over("i-37") == 6 },
        249: .holds { ($0.over("i-38") ?? 0) > 0 },
        253: .holds {
            $0.told("alert.raise")
                == ["p-rosa", "p-ben", "p-lorna", "p-gus", "p-dee", "p-andre"]
        },
        258: .holds {
            $0.addressed("sync.edit") == ["p-maya", "p-theo", "p-ben", "p-iris"]
        },
        280: .holds {
            // The last set was over before; the cue to turn the music off is the later of the two.
            $0.item("i-43").endedAt == Sample.moment(21, 46)
                && $0.state.day.amplifiedMusicOff == Sample.moment(22, 0)
                && $0.state.recent.contains {
                    $0.change.kind == "cue.go" && $0.at == Sample.moment(21, 58)
                }
        },
        290: .holds { $0.over("i-45") == -6 },
        291: .holds { moment in
            let pending = moment.state.day.payments.filter { $0.status == .pending }
            return moment.state.closedAt != nil
                && pending.map(\.id) == [
                    "pay-03", "pay-07", "pay-10", "pay-13", "pay-14", "pay-15", "pay-16", "pay-17",
                ]
        },
    ]

    /// `seq`, and the moment the core receives the row, of every row with a note.
    static let rows: [(seq: Int, at: Timestamp)] = {
        let text = try! String(
            contentsOfFile: Sample.root + "Samples/alder-mill/day.csv", encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return Sample.script.rows.compactMap { row in
            let line = lines[row.line - 1].trimmingSuffix { $0 == "\r" }
            guard !line.hasSuffix(","), let seq = Int(line.prefix { $0 != "," }) else { return nil }
            return (seq, row.receivedAt)
        }
    }()

    /// The day after each of those rows, played once.
    static let moments: [Int: Moment] = {
        var engine = CoreEngine(core: RealtimeCore(day: Sample.wedding), journal: MemoryJournal())
        var playback = Playback(
            script: Sample.script, hostUser: "p-rosa", start: Sample.moment(6, 43))
        var moments: [Int: Moment] = [:]
        for row in rows.sorted(by: { ($0.at, $0.seq) < ($1.at, $1.seq) }) {
            try! engine.play(&playback, through: row.at) { _, _ in }
            let window = (row.at - .seconds(10))...(row.at + .seconds(10))
            let near = Sample.whole.effects.filter { window.contains($0.at) }
            moments[row.seq] = Moment(
                state: engine.core.current, at: row.at, effects: near.map(\.effect),
                entries: Sample.whole.log.filter { window.contains($0.at) })
        }
        return moments
    }()

    @Test("each note holds, or says why it cannot yet", arguments: rows.map(\.seq))
    func note(seq: Int) throws {
        switch try #require(Self.notes[seq], "row \(seq) has a note that no test knows") {
        case .holds(let check): #expect(check(try #require(Self.moments[seq])), "row \(seq)")
        case .not(let reason): #expect(!reason.isEmpty)
        }
    }

    @Test("no note is checked that the sample does not have")
    func noStrayNotes() {
        #expect(Set(Self.notes.keys) == Set(Self.rows.map(\.seq)))
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ test: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, test(last) { rest.removeLast() }
        return rest
    }
}
