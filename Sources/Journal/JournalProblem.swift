import Foundation
import GRDB
import Wedding

/// Why a journal cannot be read or written, in one sentence with the remedy.
package enum JournalProblem: Error, Equatable, CustomStringConvertible {
    case missing(String)
    case foreign(String)
    case newer(String)
    case damaged(String, at: Int?)
    case otherWedding(String, wedding: String)
    case full(String)
    case readOnly(String)
    case busy(String)
    /// Somebody else wrote: the log is not where we left it.
    case offset(expected: Int, found: Int)
    case other(String, String)

    package var description: String {
        switch self {
        case .missing(let path): "There is no journal at \(path)."
        case .foreign(let path):
            "\(path) is not a Callboard journal. Move it away, or choose another folder with --data."
        case .newer(let path):
            "A newer Callboard wrote \(path). Open it with that version; this one cannot read it."
        case .damaged(let path, let offset?):
            "\(path) is damaged after entry \(offset). Restore a backup with callboard journal restore; "
                + "callboard journal export still writes the intact entries."
        case .damaged(let path, nil):
            "\(path) is damaged and cannot be read. Restore a backup with callboard journal restore."
        case .otherWedding(let path, let wedding):
            "\(path) is the log of another wedding (\(wedding)). Choose another folder with --data."
        case .full(let path):
            "The disk that holds \(path) is full. Free some space; Callboard then writes what is waiting."
        case .readOnly(let path):
            "Cannot write to \(path): the file or its folder is read-only. Make it writable, or choose another folder with --data."
        case .busy(let path):
            "Another program is writing to \(path). Stop that program, then try again."
        case .offset(let expected, let found):
            "Expected entry \(expected), found \(found): another process wrote to the journal."
        case .other(let path, let words): "\(path): \(words)."
        }
    }

    /// What SQLite says, as a sentence of ours.
    static func of(_ error: any Error, _ path: String) -> JournalProblem {
        if let problem = error as? JournalProblem { return problem }
        // A cell that holds what no cell of ours holds.
        if error is RowDecodingError || error is DecodingError { return .damaged(path, at: nil) }
        guard let error = error as? DatabaseError else {
            return .other(path, error.localizedDescription)
        }
        switch error.resultCode {
        case .SQLITE_FULL: return .full(path)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: return .readOnly(path)
        case .SQLITE_CANTOPEN:
            return FileManager.default.fileExists(atPath: path) ? .readOnly(path) : .missing(path)
        case .SQLITE_NOTADB: return .foreign(path)
        case .SQLITE_CORRUPT: return .damaged(path, at: nil)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path)
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHORT_READ:
            return .damaged(path, at: nil)
        default:
            // It may name what the file calls its tables.
            let words = error.message ?? "error \(error.extendedResultCode.rawValue)"
            return .other(path, words.sanitised)
        }
    }
}
