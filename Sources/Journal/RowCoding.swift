import Foundation
import RealtimeProtocol

/// How bodies stand in the file: field names as they are in the code. Renaming them costs more than
/// all else of a restart.
enum RowCoding {
    static func encode(_ value: some Encodable) throws -> Data { try JSONEncoder().encode(value) }

    static func decode<Value: Decodable>(_ type: Value.Type, from body: Data) throws -> Value {
        try JSONText.decode(type, from: body, names: .asInCode)
    }
}
