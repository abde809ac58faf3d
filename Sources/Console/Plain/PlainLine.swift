import Wedding

/// One event as one line: for logs, pipes and screen readers.
package struct PlainLine {
    private let state: DayState

    /// - Parameter state: The day after the event.
    package init(_ state: DayState) { self.state = state }

    /// `15:00:00 CRITICAL  Lead photographer not seen since 14:49. Ceremony 15:30 [a-04]`.
    package func line(_ event: LogEvent) -> String {
        let (word, sentence) = EventWords(state).words(event)
        let clock = state.day.clock.local(event.at).hourMinuteSecond
        return "\(clock) \(word.padding(to: 9)) \(sentence)"
    }
}

extension String {
    /// Filled with spaces at the end, for text of ASCII letters.
    func padding(to count: Int) -> String {
        self + String(repeating: " ", count: max(0, count - self.count))
    }
}
