/// `[2, "words", {"d": 3}, {"d": "gone"}]`, as clients in every language write it.
extension TextOperation: Codable {
    /// More than any text has; sums of them cannot overflow.
    private static var countMax: Int { 1 << 32 }

    /// - Throws: `TextProblem`, for anything a server refuses whatever the text.
    public init(from decoder: any Decoder) throws {
        let parts = try Self.parts(from: decoder)
        for (index, part) in parts.enumerated() {
            guard part.length + part.newLength > 0 else { throw TextProblem.badComponent }
            guard case .keep = part else { continue }
            if index == parts.count - 1 { throw TextProblem.keepAtEnd }
            if case .keep = parts[index + 1] { throw TextProblem.twoKeeps }
        }
        self.init(parts)
    }

    /// Whatever stands there, in normal form or not.
    static func parts(from decoder: any Decoder) throws -> [Component] {
        guard var list = try? decoder.unkeyedContainer() else { throw TextProblem.notAList }
        var parts: [Component] = []
        while !list.isAtEnd {
            if let count = try? list.decode(Int.self) {
                parts.append(.keep(try checked(count)))
            } else if let text = try? list.decode(String.self) {
                parts.append(.insert(Array(text.unicodeScalars)))
            } else if let delete = try? list.decode(Delete.self) {
                parts.append(delete.component)
            } else {
                throw TextProblem.badComponent
            }
        }
        return parts
    }

    fileprivate static func checked(_ count: Int) throws -> Int {
        guard (0...countMax).contains(count) else { throw TextProblem.badComponent }
        return count
    }

    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for component in components {
            switch component {
            case .keep(let count): try list.encode(count)
            case .insert(let text): try list.encode(String(text))
            case .delete(let count): try list.encode(["d": count])
            case .deleteText(let text): try list.encode(["d": String(text)])
            }
        }
    }

    private struct Delete: Decodable {
        let component: Component

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            guard container.allKeys.map(\.stringValue) == ["d"], let key = container.allKeys.first
            else { throw TextProblem.badComponent }
            if let count = try? container.decode(Int.self, forKey: key) {
                component = .delete(try checked(count))
            } else {
                let text = try container.decode(String.self, forKey: key)
                component = .deleteText(Array(text.unicodeScalars))
            }
        }
    }
}

/// An operation that need not be in normal form; it is once it is read.
public struct LooseTextOperation: Sendable, Decodable {
    public let normal: TextOperation

    public init(from decoder: any Decoder) throws {
        normal = TextOperation(try TextOperation.parts(from: decoder))
    }
}
