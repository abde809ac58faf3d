import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Any state, any size")
struct PropertyTests {
    static let sources = [Screens.critical, Screens.storm, Screens.evening]

    private func random(_ seed: UInt64) -> (ConsoleState, String) {
        var random = SeededGenerator(seed: seed)
        var state = Self.sources.randomElement(using: &random)!
        state.columns = Int.random(in: 1...500, using: &random)
        state.rows = Int.random(in: 1...200, using: &random)
        state.view = ViewID.allCases.randomElement(using: &random)!
        state.options.isKiosk = Int.random(in: 0..<8, using: &random) == 0
        state.options.glyphs = GlyphSet.allCases.randomElement(using: &random)!
        if let emergency = state.day?.emergency, Bool.random(using: &random) {
            state.emergency.answered.insert(emergency.id)
        }
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let keys: [Key] =
                KeyMap.standard.bindings.flatMap(\.keys).filter { $0 != .ctrl("z") }
                + "abcxyz/é王".map(Key.char)
            _ = update(&state, .key(keys.randomElement(using: &random)!))
        }
        return (state, "seed \(seed) \(state.columns)x\(state.rows) \(state.view)")
    }

    @Test(
        "a frame has its size, whole wide characters, and its cursor inside",
        arguments: 0..<400 as Range<UInt64>)
    func wellFormed(seed: UInt64) {
        let (state, label) = random(seed)
        let frame = view(state)
        #expect((frame.columns, frame.rows) == (state.columns, state.rows), "\(label)")
        #expect(frame.cells.count == frame.columns * frame.rows, "\(label)")
        #expect((0..<frame.columns).contains(frame.cursor.column), "\(label)")
        #expect((0..<frame.rows).contains(frame.cursor.row), "\(label)")
        for row in 0..<frame.rows {
            let width = (0..<frame.columns).reduce(0) { $0 + Int(frame[$1, row].width) }
            #expect(width == frame.columns, "\(label) row \(row)")
        }
    }

    @Test(
        "while an alert is unacknowledged, the screen says so", arguments: 0..<200 as Range<UInt64>)
    func stripIsThere(seed: UInt64) {
        var (state, label) = random(seed)
        state.layers = []
        (state.options.isKiosk, state.options.glyphs) = (false, .unicode)
        state.columns = max(40, state.columns)
        state.rows = max(10, state.rows)
        guard let alert = state.takeover ?? state.day?.mostUrgent else { return }
        let text = view(state).text
        #expect(text.contains(alert.priority.word) || text.contains("EMERGENCY"), "\(label)")
    }

    @Test("every size from nothing to a wall can be drawn", arguments: ViewID.allCases)
    func everySize(view: ViewID) {
        for columns in stride(from: 1, through: 500, by: 31) {
            for rows in stride(from: 1, through: 200, by: 17) {
                for source in Self.sources {
                    var state = Screens.sized(source, columns, rows)
                    state.view = view
                    #expect(Console.view(state).cells.count == columns * rows)
                    state.options.isKiosk = true
                    #expect(Console.view(state).cells.count == columns * rows)
                }
            }
        }
    }

    @Test("names of every script stay inside their cells and paint nothing")
    func names() {
        let names = [
            "e\u{301}e\u{301}e\u{301} Müller", "👨‍👩‍👧‍👦👩🏽‍🚀 Family", "محمد بن عبد الله", "王小明太長的名字",
            "\u{1B}[2J\u{1B}]0;INJECTED\u{7}Eve", "\u{202E}evil",
            String(repeating: "W", count: 200),
            "a" + String(repeating: "\u{300}", count: 60),
        ]
        var state = Screens.critical
        for (index, name) in names.enumerated() {
            let id = PersonID("p-\(index)")
            state.day?.day.people.insert(
                Person(id: id, name: name.sanitised, role: .vendor, title: "x"))
        }
        for columns in [40, 80, 120, 200] {
            state.columns = columns
            _ = update(&state, .key(.char("G")))
            let frame = view(state)
            for row in 0..<frame.rows {
                let width = (0..<columns).reduce(0) { $0 + Int(frame[$1, row].width) }
                #expect(width == columns)
            }
            #expect(!frame.text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
            #expect(frame.cells.allSatisfy { $0.character.unicodeScalars.count <= 5 })
        }
    }
}
