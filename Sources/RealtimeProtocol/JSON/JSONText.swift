import FoundationEssentials

/// JSON as bytes: how bodies are written and read.
public enum JSONText {
    /// - Returns: the text of `value`, with field names in snake case.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// How the names of fields are written.
    public enum Names {
        /// On the wire.
        case inSnakeCase
        /// In files of ours.
        case asInCode
    }

    /// Strict: what is not JSON to the letter is refused before anything is made of it.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Collection<UInt8>, names: Names = .inSnakeCase
    ) throws -> Value {
        let bytes = Array(bytes)
        guard isWhole(bytes) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "not JSON"))
        }
        let decoder = JSONDecoder()
        if names == .inSnakeCase { decoder.keyDecodingStrategy = .convertFromSnakeCase }
        return try decoder.decode(type, from: Data(bytes))
    }

    /// `text` between quotation marks, escaped.
    public static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes += Array("\\u00".utf8) + [hex(byte >> 4), hex(byte & 15)]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }

    private static func hex(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }

    /// Whether `bytes` are one whole JSON object.
    public static func isObject(_ bytes: [UInt8]) -> Bool {
        bytes.first { !JSONScanner.spaces.contains($0) } == UInt8(ascii: "{") && isWhole(bytes)
    }

    /// Whether `bytes` are one whole JSON value, with nothing in it that a decoder stumbles over.
    public static func isWhole(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { raw in
            var scanner = JSONScanner(raw)
            do {
                _ = try scanner.value()
                try scanner.finish()
                return true
            } catch { return false }
        }
    }
}

extension JSONText {
    /// The text of one member of an object, as it came; the last of several.
    public static func member(_ name: String, of object: [UInt8]) -> [UInt8]? {
        object.withUnsafeBytes { raw in
            var found: [UInt8]?
            var scanner = JSONScanner(raw)
            do {
                try scanner.object { key, span in if key == name { found = Array(raw[span]) } }
                return found
            } catch { return nil }
        }
    }
}

extension JSONText {
    /// The text of one member of an object; nil when it stands there more than once, and two
    /// readers could take it for different things.
    public static func onlyMember(_ name: String, of object: [UInt8]) -> [UInt8]? {
        object.withUnsafeBytes { raw in
            var found: [[UInt8]] = []
            var scanner = JSONScanner(raw)
            try? scanner.object { key, span in if key == name { found.append(Array(raw[span])) } }
            return found.count == 1 ? found[0] : nil
        }
    }

    /// How many values there are in `bytes`, in all lists and objects together. Complexity:
    /// O(bytes).
    public static func valueCount(_ bytes: [UInt8]) -> Int {
        var (count, isText, isEscaped) = (0, false, false)
        for byte in bytes {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "{")
                || byte == UInt8(ascii: "[")
            {
                count += 1
            }
        }
        return count
    }
}

extension JSONText {
    /// The texts of the elements of an array; nil when it is none.
    public static func elements(of array: [UInt8]) -> [[UInt8]]? {
        array.withUnsafeBytes { raw in
            var scanner = JSONScanner(raw)
            var found: [[UInt8]] = []
            do {
                try scanner.expect("[")
                if scanner.skipIf("]") { return [] }
                repeat { found.append(Array(raw[try scanner.value()])) } while scanner.skipIf(",")
                try scanner.expect("]")
                return found
            } catch { return nil }
        }
    }
}
