/// A program on a screen: a state, its one way to change, and what it looks like.
public protocol ScreenApp {
    var theme: Theme { get }
    var toast: ConsoleState.Toast? { get }
    /// Whether anything on the screen pulses.
    var pulses: Bool { get }
    var notices: ConsoleState.Notices { get }
    /// Whether there is something to show already.
    var isReady: Bool { get }
    mutating func handle(_ event: ConsoleEvent) -> [ConsoleEffect]
    func frame() -> Frame
}

extension ConsoleState: ScreenApp {
    public var notices: Notices { options.notices }
    public var isReady: Bool { day != nil }
    public mutating func handle(_ event: ConsoleEvent) -> [ConsoleEffect] { update(&self, event) }
    public func frame() -> Frame { Console.view(self) }
}
