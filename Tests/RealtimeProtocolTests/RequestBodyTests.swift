import RealtimeProtocol
import Testing
import Wedding

@Suite("Bodies of requests")
struct RequestBodyTests {
    static let requests: [Request] = [
        .write(.timeline(.start("i"))),
        .raise(
            AlertCall(
                .medical, about: "p", zone: "z", to: [.all, .person("p")], priority: .critical,
                isDrill: true, rule: "r")),
        .raise(AlertCall(.helpRequest)), .escalate("a", .again), .escalate("a", .further),
        .send(MessageDraft(to: [.vendors], priority: .high, version: 8, near: "z")),
        .lend(Loan(to: "p", minutes: 30, alert: "a")), .decide("c", .start(.zero)),
        .unit(
            [.write(.message(.note(subject: "s"))), .send(MessageDraft(to: [.all]))],
            [Precondition(FieldKey(.item("i"), .title), revision: 7)]),
    ]

    private func read(_ text: String) throws -> Submission {
        try JSONText.decode(WireSubmit.self, from: Array(text.utf8)).submission(at: .zero)
    }

    @Test("every request comes back from the wire as it was asked", arguments: requests)
    func roundTrip(request: Request) throws {
        let submission = Submission(
            id: "x", request: request, actor: .person("q"), via: .phone, saidAt: .zero, text: "é",
            priority: .high, audience: [.vendors])
        let bytes = try JSONText.encode(WireSubmit(submission))
        #expect(try read(String(decoding: bytes, as: UTF8.self)) == submission)
        #expect(Request.kinds.contains(request.kind))
    }

    @Test("what the log has beside a request is nothing that its author can say")
    func forged() throws {
        let alert = #"{"id":"u","kind":"alert.raise","body":{"type":"medical","state":"resolved"}}"#
        #expect(try read(alert).request == .raise(AlertCall(.medical)))
        let settled = #"{"id":"u","kind":"sync.resolve","body":{"conflict":{}}}"#
        #expect(throws: ChangeProblem.missing("conflict_id", kind: "sync.resolve")) {
            try read(settled)
        }
    }

    @Test("a list or a unit longer than any real one is refused by name")
    func bounds() {
        let many = Array(repeating: "\"g\"", count: 1_001).joined(separator: ",")
        #expect(throws: ChangeProblem.outOfRange("A list can have at most 1000 entries.")) {
            try read(#"{"id":"u","kind":"guest.leave","body":{"guests":[\#(many)]}}"#)
        }
        let part = #"{"kind":"day.close","body":{}}"#
        for (parts, words) in [
            ("", "sync.atomic needs changes in its body."),
            (part, "day.close cannot be part of a unit."),
            (#"{"kind":"sync.atomic","body":{}}"#, "sync.atomic cannot be part of a unit."),
        ] {
            let text = #"{"id":"u","kind":"sync.atomic","body":{"changes":[\#(parts)]}}"#
            let problem = #expect(throws: ChangeProblem.self) { try read(text) }
            #expect(problem.map { "\($0)" } == words)
        }
    }
}
