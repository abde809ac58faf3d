import Console
import CoreRuntime
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Wedding

/// A console on a core that answers it.
final class Rehearsal {
    private var engine: CoreEngine
    private(set) var state: ConsoleState
    private(set) var now: Timestamp

    /// The tour, from a moment of the sample day on.
    init(at now: Timestamp, size: (Int, Int) = (120, 36)) {
        var options = ConsoleState.Options()
        options.isTour = true
        state = ConsoleState(columns: size.0, rows: size.1, options: options)
        engine = Sample.play(until: now).engine
        self.now = now
        open("p-rosa", .replay)
    }

    /// The host's own console on a day of its own.
    init(_ day: WeddingDay, user: PersonID, at now: Timestamp) {
        var options = ConsoleState.Options()
        (options.isHost, options.isPersonal) = (true, true)
        state = ConsoleState(columns: 120, rows: 36, options: options)
        engine = CoreEngine(core: RealtimeCore(day: day), journal: MemoryJournal())
        self.now = now
        open(user, .host)
    }

    private func open(_ user: PersonID, _ purpose: Event.Purpose) {
        feed(.connected(Self.link, user, purpose))
        _ = state.handle(.clock(now))
    }

    var log: [LogEvent] { engine.core.current.recent }
    var day: DayState { engine.core.current }

    /// Second by second, as a host counts them.
    func pass(to moment: Timestamp) {
        while now < moment {
            now = now + .seconds(1)
            feed(.tick)
        }
        if let toast = state.toast { _ = state.handle(.toastOver(number: toast.number)) }
        _ = state.handle(.clock(now))
    }

    var text: String { state.frame().text }

    func press(_ keys: Key...) { for key in keys { send(state.handle(.key(key))) } }

    func type(_ text: String) { for character in text { press(.char(character)) } }

    func command(_ name: String) {
        press(.char(":"))
        type(name)
        press(.enter)
    }

    func select(_ row: String) { state.selection[state.view] = row }

    func pass(_ duration: Duration) {
        now = now + duration
        if let toast = state.toast { _ = state.handle(.toastOver(number: toast.number)) }
        _ = state.handle(.clock(now))
    }

    private func send(_ effects: [ConsoleEffect]) {
        for case .send(let message) in effects {
            now = now + .milliseconds(10)
            feed(.received(Self.link, message))
            _ = state.handle(.clock(now))
        }
    }

    private func feed(_ event: Event) {
        var effects: [Effect] = []
        try! engine.feed(event, at: now) { effects.append($0) }
        for effect in effects {
            switch effect {
            case .send(let message, .connection(Self.link)): _ = state.handle(.server(message))
            case .send(.event(let event, let early), _):
                _ = state.handle(.server(.event(event, early: early)))
            case .show(let entry):
                _ = state.handle(.server(.event(entry.event, early: false)))
            case .send, .append: break
            }
        }
    }

    private static let link = ConnectionID(2)
}
