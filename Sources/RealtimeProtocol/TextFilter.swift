import Wedding

/// Answers requests about text operations, so that clients in other languages can check theirs.
public enum TextFilter {
    private struct Request: Decodable {
        let f: String
        let doc: String?
        let pos: Int?
        let side: String?
    }

    private struct Operations: Decodable {
        let op: TextOperation
    }

    private struct Pair: Decodable {
        let op: TextOperation
        let other: TextOperation
    }

    private struct Loose: Decodable {
        let op: LooseTextOperation
    }

    /// - Returns: the answer to one line, without a newline.
    public static func answer(_ line: [UInt8]) -> [UInt8] {
        do { return Array("{\"ok\":".utf8) + (try result(line)) + Array("}".utf8) } catch {
            return Array("{\"error\":".utf8) + JSONText.quoted(words(error)) + Array("}".utf8)
        }
    }

    private struct Refusal: Error { let words: String }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let refusal as Refusal: refusal.words
        case let problem as TextProblem: "\(problem)"
        case DecodingError.keyNotFound(let key, _):
            "The request needs \"\(key.stringValue.sanitised)\"."
        case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
            "The line is not JSON."
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context), DecodingError.dataCorrupted(let context):
            "\"\(context.codingPath.last?.stringValue.sanitised ?? "request")\" has the wrong type."
        default: "The request cannot be read."
        }
    }

    private static func result(_ line: [UInt8]) throws -> [UInt8] {
        guard JSONText.isObject(line) else {
            throw Refusal(words: "The line is not a JSON object.")
        }
        func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONText.decode(type, from: line, names: .asInCode)
        }
        let request = try read(Request.self)
        func document() throws -> TextOperation.Scalars {
            guard let doc = request.doc else { throw Refusal(words: "The request needs \"doc\".") }
            return Array(doc.unicodeScalars)
        }
        switch request.f {
        case "apply":
            let text = try read(Operations.self).op.apply(to: try document())
            return JSONText.quoted(String(text))
        case "transform":
            guard let side = request.side.flatMap(TextOperation.Side.init) else {
                throw Refusal(words: "\"side\" is \"left\" or \"right\".")
            }
            let pair = try read(Pair.self)
            return try JSONText.encode(pair.op.transformed(over: pair.other, side))
        case "compose":
            let pair = try read(Pair.self)
            return try JSONText.encode(pair.op.composed(with: pair.other))
        case "invert":
            return try JSONText.encode(read(Operations.self).op.inverse(on: try document()))
        case "cursor":
            guard let cursor = request.pos, cursor >= 0, cursor <= 1 << 32 else {
                throw Refusal(words: "\"pos\" is a place in the text, from 0.")
            }
            return Array("\(try read(Operations.self).op.moved(cursor))".utf8)
        case "normalize": return try JSONText.encode(read(Loose.self).op.normal)
        default:
            throw Refusal(
                words:
                    "\"f\" is apply, transform, compose, invert, cursor or normalize, not \"\(request.f.sanitised)\"."
            )
        }
    }
}
