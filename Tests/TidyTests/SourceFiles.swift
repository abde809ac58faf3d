import Foundation

let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()

func swiftFiles(in folder: String) throws -> [String] {
    let found = FileManager.default.enumerator(atPath: root + folder)?.allObjects as? [String] ?? []
    return found.filter { $0.hasSuffix(".swift") }.map { folder + "/" + $0 }.sorted()
}

func lines(_ file: String) throws -> [Substring] {
    try String(contentsOfFile: root + file, encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false)
}
