import RealtimeProtocol
import Wedding

/// What somebody submits, read from what they sent. A short one is read where it arrives, a long
/// one beside the loop.
struct IncomingSubmission: Sendable {
    /// As its sender calls it; empty when nobody can tell.
    let id: String
    let submission: Result<Submission, ProtocolError>
    let bytes: Int

    init(_ body: [UInt8], at now: Timestamp) {
        bytes = body.count
        guard JSONText.valueCount(body) <= WireLimits.submitValuesMax else {
            id = ""
            submission = .failure(
                .malformed("A change can have at most \(WireLimits.submitValuesMax) values."))
            return
        }
        do {
            let incoming = try JSONText.decode(WireSubmit.self, from: body)
            id = incoming.id
            submission = Result { () throws(ProtocolError) in
                try incoming.submission(at: now).weighed
            }
        } catch {
            let malformed: ProtocolError =
                switch error as? ChangeProblem {
                case .unknownKind?: .unknownKind("\(error)")
                case .missing?, .outOfRange?: .malformed("\(error)")
                case nil: .malformed("The body of wd.submit is malformed: \(error.place)")
                }
            struct Named: Decodable { let id: String }
            id = (try? JSONText.decode(Named.self, from: body).id) ?? ""
            submission = .failure(malformed)
        }
    }

    /// Of a long frame, if it is a submission.
    init?(frame: PhoenixFrame, at now: Timestamp) {
        guard let body = BroadcastPayload(frame.payload), body.event == WireName.submit.rawValue
        else { return nil }
        self.init(body.payload, at: now)
    }
}

extension PhoenixFrame {
    /// A submission that is too long to be read while others wait.
    var isLongSubmission: Bool {
        event == "broadcast" && payload.count > 4_096
            && BroadcastPayload(payload)?.event == WireName.submit.rawValue
    }
}

extension Error {
    /// Where in a body something is wrong, in one sentence.
    fileprivate var place: String {
        guard let error = self as? DecodingError else { return "not JSON." }
        let (path, words): ([any CodingKey], String) =
            switch error {
            case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
            case .typeMismatch(_, let context): (context.codingPath, "has the wrong type")
            case .valueNotFound(_, let context): (context.codingPath, "is null")
            case .dataCorrupted(let context): (context.codingPath, context.debugDescription)
            @unknown default: ([], "not JSON")
            }
        return (path.map(\.stringValue).joined(separator: ".") + " " + words + ".").sanitised
    }
}
