import RealtimeProtocol
import Wedding

/// Who gave a wish its id: a person, or one station. An id is unique to its author, so nothing that
/// somebody says can stand in the place of what another says.
public struct Author: Hashable, Sendable {
    public let word: String

    public init(_ word: String) { self.word = word }

    public static func person(_ id: PersonID) -> Author { Author("person:\(id)") }
    /// Stations share no ids and no allowance: each is known by its device.
    public static func station(_ device: String) -> Author { Author("station:\(device)") }
    /// A sensor, a weather service: what no person said.
    public static let feed = Author("feed")
}

extension Author: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws { try word.encode(to: encoder) }
}

/// Where the first of each author's wishes stands in the log: as many as the log has entries.
struct FirstResults: Sendable {
    private struct Key: Hashable {
        let author: Author
        let id: String
    }

    struct Result: Sendable {
        let offset: Int
        /// nil in logs of before digests were kept: then any content is the same.
        let digest: String?
    }

    /// Many small ones: one that holds the whole day takes a turn to grow.
    private var parts = [[Key: Result]](repeating: [:], count: 64)

    subscript(author: Author, id: String) -> Result? {
        get {
            let key = Key(author: author, id: id)
            return parts[part(of: key)][key]
        }
        set {
            let key = Key(author: author, id: id)
            parts[part(of: key)][key] = newValue
        }
    }

    private func part(of key: Key) -> Int {
        Int(UInt(bitPattern: key.hashValue) % UInt(parts.count))
    }
}
