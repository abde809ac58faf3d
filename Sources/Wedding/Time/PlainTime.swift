/// Short words for spans of time.
extension Duration {
    /// `52 s`, `4 min`, `2 h 05`: the largest units that matter, for a sentence.
    public var words: String {
        let seconds = abs(wholeSeconds)
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) min" }
        if seconds >= Self.manyHours { return "\(seconds / 86_400) days" }
        let minutes = seconds / 60 % 60
        return minutes == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(padded(minutes))"
    }

    /// `52s`, `12m`, `5h`: one unit, for a column.
    public var brief: String {
        let seconds = abs(wholeSeconds)
        if seconds < 60 { return "\(seconds)s" }
        return seconds < 3600 ? "\(seconds / 60)m" : "\(seconds / 3600)h"
    }

    /// `4:08`, `1:02:09`: a running clock, without sign.
    public var clockFace: String {
        let seconds = abs(wholeSeconds)
        if seconds >= Self.manyHours { return "\(seconds / 86_400) days" }
        let tail = padded(seconds / 60 % 60) + ":" + padded(seconds % 60)
        return seconds < 3600
            ? "\(seconds / 60):" + padded(seconds % 60) : "\(seconds / 3600):" + tail
    }

    /// From here on days say more than hours, in seconds.
    private static let manyHours = 48 * 3600

    /// `+8`, `-2`, `+0`: minutes over or under, positive is behind.
    public var signedMinutes: String {
        let minutes = wholeMinutes
        return minutes < 0 ? "\(minutes)" : "+\(minutes)"
    }
}
