import RealtimeProtocol

/// Moving a demo or a replay through its day.
extension Action {
    static let pause = look("pause", command: "pause") { _ in [.demo(.togglePause)] }
    static let seekBack = look("seek back") { _ in [.demo(.seek(minutes: -15))] }
    static let seekForward = look("seek on") { _ in [.demo(.seek(minutes: 15))] }
    static let nextEvent = look("next event", command: "next") { _ in [.demo(.nextEvent)] }
    static let faster = look("faster", command: "faster") { _ in [.demo(.faster)] }
    static let slower = look("slower", command: "slower") { _ in [.demo(.slower)] }

    static let replayKeys: [KeyMap.Binding] = [
        .init([.char("P")], .pause, "pause", "pause or resume", rank: 12),
        .init([.char("[")], .seekBack, "-15 min", "go back 15 minutes", rank: 14, hint: "[ ]"),
        .init([.char("]")], .seekForward, "+15 min", "go forward 15 minutes"),
        .init([.char("n")], .nextEvent, "next event", "jump to the next event", rank: 13),
        .init([.char(">")], .faster, "faster", "double the speed"),
        .init([.char("<")], .slower, "slower", "halve the speed"),
    ]
}
