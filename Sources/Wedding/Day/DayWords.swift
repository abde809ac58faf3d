extension EventWords {
    func words(
        _ change: DayChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .weather(let notice):
            return ("weather", event.text.isEmpty ? notice.headline : event.text)
        case .close: return ("close", "Day closed by \(actor(event.by))" + said)
        }
    }
}
