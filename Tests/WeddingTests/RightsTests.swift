import Testing
import Wedding

@Suite("Rights")
struct RightsTests {
    /// The promise, written once more by hand: TL CE GU VE PA MS PR EM AD.
    static let promised: [(Role, String)] = [
        (.couple, "MMMMMEVEE"), (.coordinator, "MEMMEMMME"), (.venueManager, "EVEEOEEM-"),
        (.officiant, "OE-V-EVE-"), (.photographer, "OVVOOEVE-"), (.caterer, "O-VOOEVE-"),
        (.entertainment, "OV-OOEVE-"), (.vendor, "O--OOEVE-"), (.weddingParty, "OVO--OVE-"),
        (.guest, "V-O--OOO-"),
    ]

    @Test("each of the 90 cells is as promised", arguments: promised)
    func cells(role: Role, row: String) {
        let letters: [RightsLevel: Character] = [
            .none: "-", .view: "V", .own: "O", .edit: "E", .manage: "M",
        ]
        let found = RightsCategory.allCases.map { letters[role.level($0)]! }
        #expect(String(found) == row)
    }

    @Test("the hierarchy is couple, coordinator, venue, vendors, party, guests")
    func ranks() {
        let ranks = Role.allCases.map(\.rank)
        #expect(ranks == [0, 1, 2, 3, 3, 3, 3, 3, 4, 5])
    }

    @Test("a coordinator may send 50 messages a minute and a guest 5")
    func promisedLimits() {
        #expect(Role.coordinator.messagesPerMinuteMax == 50)
        #expect(Role.guest.messagesPerMinuteMax == 5)
        #expect(Role.allCases.map(\.devicesMax) == [4, 5, 4, 2, 3, 2, 2, 2, 2, 1])
    }
}

@Suite("Activity")
struct ActivityTests {
    @Test("every step forward or inside a group is legal", arguments: Activity.allCases)
    func forward(from: Activity) {
        for to in Activity.allCases where to.stage >= from.stage && to != .photography {
            #expect(from.step(to: to, role: .vendor, before: nil) == .legal, "\(from) → \(to)")
        }
    }

    @Test("every other step back needs a reason, but three", arguments: Activity.allCases)
    func backward(from: Activity) {
        let free: Set<[Activity]> = [
            [.departed, .enRoute], [.departed, .atVenue], [.atVenue, .enRoute],
        ]
        for to in Activity.allCases where to.stage < from.stage && to != .photography {
            let expected: ActivityStep = free.contains([from, to]) ? .legal : .needsReason
            #expect(from.step(to: to, role: .vendor, before: nil) == expected, "\(from) → \(to)")
        }
    }

    @Test("a break ends in what it interrupted")
    func breaks() {
        #expect(Activity.onBreak.step(to: .setup, role: .vendor, before: .setup) == .legal)
        #expect(Activity.onBreak.step(to: .setup, role: .vendor, before: .ready) == .needsReason)
    }

    @Test("photography belongs to photographers", arguments: Role.allCases)
    func photography(role: Role) {
        let step = Activity.setup.step(to: .photography, role: role, before: nil)
        #expect(step == (role == .photographer ? .legal : .notTheirs))
    }

    @Test("the photographer's walk is legal from end to end")
    func walk() {
        let walk: [Activity] = [
            .enRoute, .atVenue, .setup, .photography, .ceremony, .reception, .breakdown,
        ]
        for (from, to) in zip(walk, walk.dropFirst()) {
            #expect(from.step(to: to, role: .photographer, before: nil) == .legal)
        }
    }
}
