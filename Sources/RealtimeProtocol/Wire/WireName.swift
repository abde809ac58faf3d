/// Names of our events inside `broadcast`. Everything else that begins with `wd.` is refused.
public enum WireName: String, Sendable, CaseIterable {
    // From clients.
    case submit = "wd.submit"
    case ack = "wd.ack"
    case confirm = "wd.confirm"
    case resume = "wd.resume"
    case busy = "wd.busy"
    case code = "wd.code"
    case replay = "wd.replay"
    case discard = "wd.discard"
    // From the server.
    case event = "wd.event"
    case accepted = "wd.accepted"
    case reject = "wd.reject"
    case live = "wd.live"
    case reset = "wd.reset"
    case snapshot = "wd.snapshot"
    case time = "wd.time"
    case presence = "wd.presence"
    case contact = "wd.contact"
    case delivered = "wd.delivered"
    case dead = "wd.dead"
    case deadGone = "wd.dead_gone"
    case audit = "wd.audit"
    case stats = "wd.stats"
    case mode = "wd.mode"
    case disk = "wd.disk"

    public static let prefix = "wd."
}

/// The topics of one wedding.
public enum WireTopic {
    public static let prefix = "realtime:"

    public static func main(_ wedding: String) -> String { "\(prefix)wedding:\(wedding)" }
    public static func coordinators(_ wedding: String) -> String { main(wedding) + ":desk" }
}

/// Bounds of the wire, with unit and reason.
public enum WireLimits {
    /// Bytes of a message from a client on a wedding's topics.
    public static let messageBytesMax = 64 * 1024
    /// Bytes of a message on the echo door, which conformance tools fill.
    public static let echoBytesMax = 16 * 1024 * 1024
    /// Bytes of a frame to a client: stock clients close at 1 MiB.
    public static let frameBytesMax = 900 * 1024
    /// Values in one submission, lists and objects together: a unit of a hundred changes has fewer.
    public static let submitValuesMax = 2_000
    /// Channels of one socket.
    public static let channelsMax = 20
    /// Bytes of a token; longer ones are refused unread.
    public static let tokenBytesMax = 4 * 1024
}
