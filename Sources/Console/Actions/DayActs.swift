import RealtimeProtocol
import Wedding

/// What concerns the day as a whole.
extension Action {
    static let closeDay = work(
        "close", command: "close", .level(.administration, .edit, doing: "close the day")
    ) { state in
        guard let day = state.day else { return [] }
        guard day.closedAt == nil else {
            state.say("The day is closed already")
            return []
        }
        let here = day.hereCount(at: state.now)
        let open = day.openAlerts.count
        let lines = [
            "\(here) still here, \(open) open alerts. Nothing new is watched for after it.",
            "The log stays open for what is still to be written. Type close to confirm.",
        ]
        return ask(Dialog("Close the day?", lines, .typed("close"), .closeDay), &state)
    }
    static let logLine = work("log", command: "log", .level(.messaging, .own, doing: "add notes")) {
        state in
        let lines = ["A line for the log and the report: what happened, and when if not now."]
        return ask(Dialog("Write in the log", lines, .text, .logLine), &state)
    }
}

func answerClose(_ state: inout ConsoleState) -> [ConsoleEffect] {
    state.say("The day is closed. callboard report makes its reports")
    return [state.submit(.day(.close), "close")]
}

func answerLog(_ text: String, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.say("Written in the log")
    return [state.submit(.message(.note(subject: "")), "log", text: text)]
}
