/// A program on a screen: a state, its one way to change, and what it looks like.
package protocol ScreenApp {
    var theme: Theme { get }
    var toast: ConsoleState.Toast? { get }
    /// Whether anything on the screen pulses.
    var pulses: Bool { get }
    var notices: ConsoleState.Notices { get }
    /// Whether there is something to show already.
    var isReady: Bool { get }
    mutating func handle(_ event: ConsoleEvent) -> [ConsoleEffect]
    mutating func say(_ text: String)
    func frame() -> Frame
    /// Whether letters that are typed now go to others by themselves.
    var isLiveText: Bool { get }
}

extension ScreenApp {
    /// What a key that may be half of something does. Before others would hear of it, it is asked
    /// for once more, whole.
    mutating func handleHalf(_ key: Key) -> [ConsoleEffect] {
        var tried = self
        let effects = tried.handle(.key(key))
        guard isLiveText || effects.contains(where: \.isHeard) else {
            self = tried
            return effects
        }
        say("\(key.label) came with unreadable input. Press it again")
        return []
    }
}

extension ConsoleEffect {
    /// Whether others hear of it.
    fileprivate var isHeard: Bool {
        switch self {
        case .send: true
        case .bell, .copy, .suspend, .repaint, .quit, .demo, .notify, .invite: false
        }
    }
}

extension ConsoleState: ScreenApp {
    package var notices: Notices { options.notices }
    package var isReady: Bool { day != nil }
    package var isLiveText: Bool { if case .note? = layers.last { true } else { false } }
    package mutating func handle(_ event: ConsoleEvent) -> [ConsoleEffect] {
        let effects = update(&self, event)
        watchTour(event)
        return effects
    }

    package func frame() -> Frame { Console.view(self) }
}
