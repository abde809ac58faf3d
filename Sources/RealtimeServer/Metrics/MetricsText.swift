import RealtimeCore

/// What the doors `/health` and `/metrics` say.
extension Hub {
    var health: String {
        "{\"status\":\"ok\",\"epoch\":\"\(entries.epoch)\",\"offset\":\(entries.head),"
            + "\"connections\":\(sockets.count)}"
    }

    var metricsText: String { "" }
}
