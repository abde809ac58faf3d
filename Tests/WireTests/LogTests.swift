import Foundation
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("The log over sockets", .serialized)
struct LogTests {
    @Test("a wish becomes an entry for its sender and for others, chained in their stream")
    func submit() async throws {
        try await withHost { host in
            let (rosa, ben) = (try host.member("p-rosa"), try host.member("p-ben"))
            try rosa.submit("u-1", "timeline.start", #"{"item":"i-34"}"#)
            try rosa.submit("u-2", "timeline.end", #"{"item":"i-34","text":"done"}"#)
            for client in [rosa, ben] {
                let first = try client.expectEvent()
                let second = try client.expectEvent()
                #expect(first.id == "u-1" && first.s == "coordinator" && first.e == "e1")
                #expect(second.po == first.o && second.text == "done")
            }
        }
    }

    @Test("the same id again gets the first offset, and changes nothing")
    func idempotent() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            for _ in 0..<3 { try rosa.submit("u-1", "timeline.start", #"{"item":"i-34"}"#) }
            let answers = try (0..<3).map { _ in try rosa.expectBroadcast("wd.accepted").text }
            #expect(Set(answers).count == 1)
            try rosa.drain()
            try rosa.submit("u-2", "timeline.end", #"{"item":"i-34"}"#)
            #expect(try rosa.expectEvent { $0.id == "u-2" }.po > 0)
        }
    }

    /// What is wrong with a wish, and the code it is answered with.
    static let wrong: [(kind: String, body: String, code: String)] = [
        ("timeline.begin", "{}", "unknown_kind"), ("timeline.start", "{}", "malformed"),
        ("timeline.start", #"{"item":7}"#, "malformed"),
        ("sync.edit", #"{"item":"i-999","edit":{"field":"zone","value":"z-barn"}}"#, "not_found"),
        ("timeline.shift", #"{"items":["i-34"],"minutes":9999999}"#, "malformed"),
        ("day.close", "{}", "forbidden"), ("access.everything", "{}", "unknown_kind"),
        ("presence.battery", #"{"person":"p-wren","battery":900}"#, "malformed"),
        ("payment.record", #"{"payment":"pay-02","status":"paid"}"#, "not_found"),
    ]

    @Test("a wish that cannot be is answered with its code and a sentence, never dropped")
    func rejected() async throws {
        try await withHost { host in
            let wren = try host.member("p-wren")
            for (index, (kind, body, code)) in Self.wrong.enumerated() {
                try wren.submit("u-\(index)", kind, body)
                let answer = try wren.expectBroadcast("wd.reject")
                let reject = try JSONText.decode(WireReject.self, from: answer.payload)
                #expect(reject.id == "u-\(index)" && reject.code == code, "\(kind) \(body)")
                #expect(reject.reason.hasSuffix("."))
            }
        }
    }

    @Test("nobody is shown, by an answer or a snapshot, what is not on the disk yet")
    func snapshotWaits() async throws {
        let host = try await TestHost(journal: SlowJournal())
        let result = await withTaskExecutorPreference(OwnThread()) {
            Result {
                let (rosa, ben) = (try host.member("p-rosa"), try host.member("p-ben"))
                try rosa.submit("u-1", "timeline.start", #"{"item":"i-34"}"#)
                try rosa.drain()
                try ben.broadcast(TestHost.topic, "wd.resume", #"{"e":"other","o":0}"#)
                let early = try (ben.drain() + rosa.drain()).map(\.text).joined()
                #expect(!early.contains("wd.snapshot") && !early.contains("wd.accepted"))
                host.commit()
                _ = try rosa.expectBroadcast("wd.accepted")
                let snapshot = try ben.expectBroadcast("wd.snapshot")
                #expect(snapshot.text.contains("running"))
            }
        }
        await host.stop()
        try result.get()
    }

    @Test("a member who was cut off gets what it missed, in order and whole, by its cursor")
    func resume() async throws {
        try await withHost { host in
            let (rosa, ben) = (try host.member("p-rosa"), try host.member("p-ben"))
            try rosa.submit("u-0", "timeline.start", #"{"item":"i-34"}"#)
            let seen = try ben.expectEvent()
            ben.socket.shut()
            for number in 1...30 {
                try rosa.submit("u-\(number)", "note.add", "{\"text\":\"note \(number)\"}")
            }
            _ = try rosa.expectEvent { $0.id == "u-30" }
            let again = try host.member("p-ben")
            try again.broadcast(TestHost.topic, "wd.resume", "{\"e\":\"e1\",\"o\":\(seen.o)}")
            var last = seen.o
            for number in 1...30 {
                let event = try again.expectEvent { $0.o > last }
                #expect(event.id == "u-\(number)" && event.po == last)
                last = event.o
            }
            let live = try again.expectBroadcast("wd.live") { $0.text.contains("true") }
            #expect(live.text.contains("\"o\":\(last)"))
        }
    }

    @Test("a stock client that only answers PINGs goes on by itself where it was")
    func cursorByPing() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            let ben = try host.member("p-ben", config: #"{"presence":{"key":"ben"}}"#)
            try rosa.submit("u-0", "timeline.start", #"{"item":"i-34"}"#)
            let first = try ben.expectEvent()
            // The PONG to the PING that follows the entry proves receipt.
            while host.confirmed("p-ben") < first.o { try ben.drain() }
            ben.socket.shut()
            try rosa.submit("u-1", "timeline.end", #"{"item":"i-34"}"#)
            _ = try rosa.expectEvent { $0.id == "u-1" }
            let again = try host.member("p-ben", config: #"{"presence":{"key":"ben"}}"#)
            let missed = try again.expectEvent()
            #expect(missed.id == "u-1" && missed.po == first.o)
        }
    }

    @Test("replay.since begins at an offset, or at a moment in milliseconds, as many as asked")
    func replay() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            for number in 1...5 { try rosa.submit("u-\(number)", "note.add", "{}") }
            _ = try rosa.expectEvent { $0.id == "u-5" }
            let some = try host.member(
                "p-ben", config: #"{"broadcast":{"replay":{"since":2,"limit":2}}}"#)
            #expect(try some.expectEvent().id == "u-4")
            #expect(try some.expectEvent().id == "u-5")
            let moment = host.clock.now.milliseconds
            let all = try host.member(
                "p-ben", config: "{\"broadcast\":{\"replay\":{\"since\":\(moment)}}}")
            #expect(try all.expectEvent().id == "u-1")
        }
    }

    @Test("an epoch that is not this log's is reset, and a snapshot follows in pieces")
    func reset() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            try rosa.broadcast(TestHost.topic, "wd.resume", #"{"e":"old","o":40}"#)
            #expect(try rosa.expectBroadcast("wd.reset").text.contains("\"why\":\"epoch\""))
            var text = ""
            var part: WireSnapshotPart
            repeat {
                let piece = try rosa.expectBroadcast("wd.snapshot")
                #expect(piece.bytes.count < WireLimits.frameBytesMax)
                part = try JSONText.decode(WireSnapshotPart.self, from: piece.payload)
                text += part.text
            } while part.part < part.of
            let snapshot = try JSONText.decode(Snapshot.self, from: Array(text.utf8))
            #expect(snapshot.you == "p-rosa" && snapshot.state.day.people.count > 40)
        }
    }

    @Test("a change caused by a wish comes as a row to who follows its table")
    func rows() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            let filter =
                #"{"postgres_changes":[{"event":"UPDATE","schema":"public","table":"timeline_items","filter":"status=in.(running,done),kind=neq.cake"},{"event":"INSERT","schema":"public","table":"tasks"}]}"#
            let ben = try host.member("p-ben", config: filter)
            try rosa.submit("u-0", "timeline.start", #"{"item":"i-27"}"#)
            let row = try ben.expect("postgres_changes")
            #expect(row.text.contains("\"type\":\"UPDATE\"") && row.text.contains("\"i-27\""))
            #expect(
                row.text.contains("\"status\":\"running\"") && row.text.contains("\"ids\":[100"))
            try rosa.submit(
                "u-1", "task.add",
                #"{"duty":{"id":"k-new","title":"Find the ring","is_done":false}}"#)
            #expect(try ben.expect("postgres_changes").text.contains("Find the ring"))
        }
    }
}

@Suite("Rights on the wire", .serialized)
struct WireRightsTests {
    /// Everything that reached somebody, as text.
    private func all(_ client: WireClient) throws -> String {
        try client.drain().map(\.text).joined(separator: "\n")
    }

    private func snapshot(_ client: WireClient) throws -> String {
        try client.broadcast(TestHost.topic, "wd.resume", #"{"e":"","o":0}"#)
        var text = ""
        var part: WireSnapshotPart
        repeat {
            let piece = try client.expectBroadcast("wd.snapshot")
            part = try JSONText.decode(WireSnapshotPart.self, from: piece.payload)
            text += part.text
        } while part.part < part.of
        return text
    }

    @Test("another's payment reaches a vendor in no way, one's own does")
    func payments() async throws {
        try await withHost { host in
            let (rosa, wren, noor) = (
                try host.member("p-rosa"), try host.member("p-wren"), try host.member("p-noor")
            )
            #expect(try !snapshot(wren).contains("pay-02"))
            #expect(try snapshot(noor).contains("pay-02"))
            try rosa.submit("u-0", "payment.record", #"{"payment":"pay-02","status":"paid"}"#)
            let paid = try noor.expectEvent { $0.change.kind == "payment.record" }
            guard case .task(.pay("pay-02", _)) = paid.change else {
                Issue.record("\(paid.change)")
                return
            }
            try rosa.submit("u-1", "timeline.start", #"{"item":"i-27"}"#)
            _ = try wren.expectEvent { $0.id == "u-1" }
            #expect(try !all(wren).contains("pay-02"))
        }
    }

    @Test("a vendor without a right to the ceremony learns when it is, and nothing of how")
    func ceremony() async throws {
        try await withHost { host in
            let (rosa, wren, iris) = (
                try host.member("p-rosa"), try host.member("p-wren"), try host.member("p-iris")
            )
            let music = "Bach Air"
            let seen = try snapshot(wren)
            #expect(!seen.contains(music) && seen.contains("\"id\":\"i-27\""))
            #expect(try snapshot(iris).contains(music))
            try rosa.submit(
                "u-0", "cue.standby", #"{"item":"i-27","people":["p-evelyn"],"text":"doors"}"#)
            #expect(try iris.expectEvent { $0.change.kind == "cue.standby" }.text == "doors")
            try rosa.submit("u-1", "timeline.start", #"{"item":"i-27","text":"Ada walks first"}"#)
            let started = try wren.expectEvent { $0.id == "u-1" }
            #expect(started.text.isEmpty)
            #expect(try !all(wren).contains("doors"))
        }
    }

    @Test("a guest and a shared screen are told of nobody's whereabouts, phones or money")
    func stations() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            let screen = try host.member("screen")
            let seen = try snapshot(screen)
            for word in ["555-01", "pay-0", "p-wren", "\"email\":"] {
                #expect(!seen.contains(word), "\(word)")
            }
            let desk = try host.member("desk")
            let atStation = try snapshot(desk)
            #expect(atStation.contains("Abbott Stem Studio") && !atStation.contains("555-01"))
            try rosa.submit("u-0", "presence.checkin", #"{"person":"p-wren"}"#)
            #expect(try desk.expectEvent().change.presenceSubject == "p-wren")
            #expect(try !all(screen).contains("p-wren"))
        }
    }

    @Test("the check-in station speaks for whoever stands at it, and for nothing else")
    func desk() async throws {
        try await withHost { host in
            let (rosa, desk) = (try host.member("p-rosa"), try host.member("desk"))
            try desk.submit("d-1", "presence.checkin", #"{"person":"p-wren","actor":"p-wren"}"#)
            #expect(try rosa.expectEvent().by == .person("p-wren"))
            for (id, kind, body) in [
                ("d-2", "timeline.start", #"{"item":"i-01"}"#),
                ("d-3", "alert.raise", #"{"type":"fire_evacuation","actor":"p-wren"}"#),
                ("d-4", "presence.activity", #"{"person":"p-wren","activity":"setup"}"#),
            ] {
                try desk.submit(id, kind, body)
                #expect(try desk.expectBroadcast("wd.reject").text.contains("forbidden"))
            }
            try desk.submit(
                "d-5", "alert.raise",
                #"{"type":"help_request","actor":"p-wren","text":"flat tyre"}"#)
            #expect(try rosa.expectEvent { $0.change.kind == "alert.raise" }.text == "flat tyre")
            let screen = try host.member("screen")
            try screen.submit("s-1", "presence.checkin", #"{"person":"p-wren"}"#)
            #expect(try screen.expectBroadcast("wd.reject").text.contains("forbidden"))
        }
    }

    @Test("the desk shows contact data for the code of an invitation, which stays good")
    func code() async throws {
        try await withHost { host in
            let desk = try host.member("desk")
            try desk.broadcast(TestHost.topic, "wd.code", #"{"code":"WRONG"}"#)
            #expect(try desk.expectBroadcast("wd.reject").text.contains("not_found"))
            host.store.invite("GOOD", .person("p-wren"))
            try desk.broadcast(TestHost.topic, "wd.code", #"{"code":"GOOD"}"#)
            #expect(try desk.expectBroadcast("wd.contact").text.contains("555"))
            let wren = try host.member("p-wren")
            try wren.broadcast(TestHost.topic, "wd.code", #"{"code":"GOOD"}"#)
            #expect(try wren.expectBroadcast("wd.reject").text.contains("forbidden"))
        }
    }
}

@Suite("Emergencies over sockets", .serialized)
struct WireEmergencyTests {
    @Test("everyone gets an emergency early and again in its place, and it never mutes")
    func early() async throws {
        try await withHost { host in
            let people = ["p-rosa", "p-iris", "p-wren", "p-maya", "p-lucia", "desk", "screen"]
            let members = try people.map { try host.member($0) }
            try members[2].submit(
                "u-1", "alert.raise", #"{"type":"fire_evacuation","text":"smoke"}"#, pri: 0)
            for (name, member) in zip(people, members) {
                let first = try member.expectEvent { $0.change.kind == "alert.raise" }
                #expect(first.early == true && first.needAck != nil, "\(name)")
                let second = try member.expectEvent { $0.change.kind == "alert.raise" }
                #expect(second.early == nil && second.id == first.id, "\(name)")
            }
        }
    }

    @Test("whoever does not confirm is reminded, in the same place; who does is not")
    func reminded() async throws {
        try await withHost { host in
            let (rosa, iris) = (try host.member("p-rosa"), try host.member("p-iris"))
            try rosa.submit("u-1", "alert.raise", #"{"type":"fire_evacuation"}"#, pri: 0)
            let event = try iris.expectEvent { $0.early == nil && $0.change.kind == "alert.raise" }
            host.clock.pass(.seconds(5))
            let again = try iris.expectEvent { $0.early == nil && $0.change.kind == "alert.raise" }
            #expect(again == event)
            try iris.broadcast(TestHost.topic, "wd.confirm", "{\"id\":\"\(event.id)\"}")
            try iris.drain()
            host.clock.pass(.seconds(60))
            try rosa.submit("u-2", "timeline.start", #"{"item":"i-27"}"#)
            _ = try iris.expectEvent { $0.id == "u-2" }
            #expect(
                !iris.heard.contains {
                    $0.text.contains("fire_evacuation") && $0.text.contains("alert.raise")
                })
        }
    }
}
