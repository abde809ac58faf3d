import RealtimeCore
import RealtimeProtocol
import Wedding

/// What the doors `/health` and `/metrics` say. No names, no tokens, no payloads.
extension Hub {
    /// Whether the journal takes what is decided.
    var isWell: Bool { host.ask { $0.trouble } == nil }

    var health: String {
        "{\"status\":\"\(isWell ? "ok" : "disk")\",\"epoch\":\"\(feed.entries.epoch)\",\"offset\":\(feed.entries.head),"
            + "\"connections\":\(registry.count)}"
    }

    /// Prometheus text, format 0.0.4.
    var metricsText: String {
        let (now, metrics) = (host.now, host.metrics)
        let (stats, isCeremony) = host.ask { ($0.stats, $0.isCeremonyOn(at: now)) }
        var text = PrometheusText()
        var byRole: [String: Int] = [:]
        for socket in registry.all {
            byRole["role=\"\(socket.subscriber.className)\"", default: 0] += 1
        }
        text.gauge("connections", "Open sockets by role.", byRole)
        text.gauge(
            "mode", "1 for the current mode.",
            [
                "mode=\"\(host.mode.rawValue)\",ceremony=\"\(isCeremony)\"": 1
            ])
        text.gauge("channels", "Joined channels.", ["": metrics.joined])
        text.counter("sockets_opened_total", "Sockets accepted.", ["": metrics.opened])
        text.counter(
            "sockets_closed_total", "Sockets closed, by cause.",
            [
                "cause=\"any\"": metrics.closed, "cause=\"slow\"": metrics.slowClosed,
                "cause=\"silent\"": metrics.gone,
            ])
        text.counter(
            "refused_total", "Connections and logins refused, by reason.",
            Dictionary(
                metrics.refused.map { ("reason=\"\($0.key)\"", $0.value) }
            ) { $0 + $1 })
        text.counter("joins_refused_total", "Joins refused.", ["": metrics.joinsRefused])
        text.counter("frames_in_total", "Messages from clients.", ["": metrics.framesIn])
        text.counter("frames_malformed_total", "Messages dropped unread.", ["": metrics.malformed])
        text.counter("broadcasts_total", "Ephemeral messages accepted.", ["": metrics.broadcasts])
        text.counter("rate_limited_total", "Messages over their limit.", ["": metrics.rateLimited])
        text.counter(
            "submits_total", "Changes accepted, and refused.",
            [
                "result=\"taken\"": metrics.submits, "result=\"rejected\"": metrics.rejected,
            ])
        text.counter("log_entries_total", "Log entries sent.", ["": metrics.events])
        text.counter(
            "caught_up_total", "Slow readers that caught up from the log.",
            [
                "": metrics.caughtUp
            ])
        text.counter(
            "deliveries_total", "Frames sent to channel readers.", ["": metrics.deliveries])
        lanes(&text)
        text.counter(
            "letters_total", "Messages to people, by outcome.",
            [
                "state=\"sent\"": stats.lettersSent, "state=\"delivered\"": stats.lettersDelivered,
                "state=\"dead\"": stats.lettersDead,
                "state=\"superseded\"": stats.lettersSuperseded,
            ])
        text.gauge("letters_waiting", "Messages waiting for delivery.", ["": stats.lettersWaiting])
        text.gauge("journal_offset", "Offset of the last log entry.", ["": feed.entries.head])
        let longest = host.meter.longest.map { ("what=\"\($0.key)\"", $0.value) }
        text.gauge(
            "turn_microseconds_max", "Longest time that one event held the loop, by kind.",
            Dictionary(uniqueKeysWithValues: longest.map { ($0, Int($1.nanoseconds / 1000)) }))
        text.gauge(
            "turn_writing_microseconds_max",
            "Longest time that the kernel took to accept what one event wrote, by kind.",
            Dictionary(uniqueKeysWithValues: longest.map { ($0, Int($1.writing / 1000)) }))
        text.gauge(
            "turn_units_max", "Most entries, rows and answers from one event, by kind.",
            Dictionary(uniqueKeysWithValues: longest.map { ($0, $1.units) }))
        text.histogram("ping_seconds", "PING round trips.", metrics.latency)
        return text.text
    }

    private func lanes(_ text: inout PrometheusText) {
        var (bytesIn, bytesOut, queued) = (0, 0, 0)
        for socket in registry.all {
            bytesIn += socket.bytesIn
            bytesOut += socket.bytesOut
            queued += socket.queuedBytes
        }
        text.gauge(
            "socket_bytes", "Bytes over open sockets since they opened.",
            [
                "direction=\"in\"": bytesIn, "direction=\"out\"": bytesOut,
            ])
        text.gauge("queued_bytes", "Bytes queued for slow readers, in all lanes.", ["": queued])
        text.counter(
            "lane_frames_total", "Frames by lane.",
            Dictionary(
                uniqueKeysWithValues: Lane.allCases.map {
                    ("lane=\"\($0)\"", host.metrics.lanes[$0.rawValue])
                }))
    }
}

/// Lines as Prometheus reads them, in an order that does not change.
struct PrometheusText {
    private(set) var text = ""

    mutating func gauge(_ name: String, _ help: String, _ values: [String: Int]) {
        write(name, "gauge", help, values)
    }

    mutating func counter(_ name: String, _ help: String, _ values: [String: Int]) {
        write(name, "counter", help, values)
    }

    private mutating func write(
        _ name: String, _ type: String, _ help: String, _ values: [String: Int]
    ) {
        text += "# HELP callboard_\(name) \(help)\n# TYPE callboard_\(name) \(type)\n"
        for (labels, value) in values.sorted(by: { $0.key < $1.key }) {
            text += "callboard_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
        }
    }

    /// - Parameter histogram: Of microseconds.
    mutating func histogram(_ name: String, _ help: String, _ histogram: Histogram) {
        text += "# HELP callboard_\(name) \(help)\n# TYPE callboard_\(name) histogram\n"
        var sum = 0
        for (bound, count) in zip(Histogram.bounds, histogram.counts) {
            sum += count
            text += "callboard_\(name)_bucket{le=\"\(Double(bound) / 1_000_000)\"} \(sum)\n"
        }
        text += "callboard_\(name)_bucket{le=\"+Inf\"} \(histogram.count)\n"
        text += "callboard_\(name)_sum \(Double(histogram.sum) / 1_000_000)\n"
        text += "callboard_\(name)_count \(histogram.count)\n"
    }
}
