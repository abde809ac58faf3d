import RealtimeProtocol
import Wedding

/// Who gave a submission its id: a person, or one station. An id is unique to its author, so
/// nothing that somebody says can stand in the place of what another says.
package struct Author: Hashable, Sendable {
    package let word: String

    package init(_ word: String) { self.word = word }

    package static func person(_ id: PersonID) -> Author { Author("person:\(id)") }
    /// Stations share no ids and no allowance: each is known by its device.
    package static func station(_ device: String) -> Author { Author("station:\(device)") }
    /// A sensor, a weather service: what no person said.
    package static let feed = Author("feed")
}

extension Author: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws { try word.encode(to: encoder) }
}

/// Where the first of each author's submissions stands in the log: as many as the log has entries.
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
