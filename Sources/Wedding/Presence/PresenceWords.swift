extension EventWords {
    func words(
        _ change: PresenceChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .checkIn(let id, let zone, _):
            return ("here", name(id) + place(zone) + said + source(event, id))
        case .move(let id, let zone):
            return ("move", name(id) + place(zone) + said + source(event, id))
        case .activity(let id, let activity):
            return ("activity", "\(name(id)) \(activity.words)" + said + source(event, id))
        case .eta(let id, let eta):
            return ("eta", "\(name(id)) about \(clock(eta))" + said + source(event, id))
        case .battery(let id, let percent, let isCharging):
            let power = isCharging ? ", charging" : ""
            return ("battery", "\(name(id)) \(percent) percent\(power)" + said)
        case .correct(let id, let before):
            let stands = before.isCheckedIn ? "here" + place(before.zone) : "not here"
            return ("correct", "\(name(id)) \(stands): the last report is taken back" + said)
        }
    }
}
