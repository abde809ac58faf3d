import Foundation

/// One thing wrong with a file: where, what, and how to mend it.
package struct FileProblem: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Severity: String, Sendable { case error, warning }

    package let file: String
    /// From 1; 0 when the whole file is meant.
    package let line: Int
    /// From 1; 0 when the whole line is meant.
    package let column: Int
    package let severity: Severity
    package let message: String

    package init(
        file: String, line: Int, column: Int = 0, severity: Severity = .error, _ message: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.message = message
    }

    /// `wedding.toml:31:5: error: …`, as compilers say it, so that editors can jump there.
    package var description: String {
        let place = line == 0 ? file : column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
        return "\(place): \(severity.rawValue): \(message)"
    }
}

/// Everything wrong with a file, at once.
package struct FileProblems: Error, Sendable, CustomStringConvertible {
    package let problems: [FileProblem]

    package init(_ problems: [FileProblem]) {
        self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    package var description: String {
        let lines = problems.map(\.description)
        let errors = problems.count { $0.severity == .error }
        return (lines + ["\(errors) \(errors == 1 ? "error" : "errors")"]).joined(separator: "\n")
    }
}

/// Reads a text file whole, with a sentence for each way that can fail.
package func readText(_ path: String) throws(FileProblem) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw FileProblem(file: path, line: 0, "there is no such file. Check the path.")
    }
    if isFolder.boolValue {
        throw FileProblem(file: path, line: 0, "this is a folder. Name a file in it.")
    }
    let data = try readBytes(path, named: name)
    guard var text = String(data: data, encoding: .utf8) else {
        throw FileProblem(
            file: name, line: firstBadLine(data), "is not UTF-8 here. Save the file as UTF-8.")
    }
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    return text.replacing("\r\n", with: "\n")
}

/// Reads to the end, or to the bound: a pipe does not say how long it is.
private func readBytes(_ path: String, named name: String) throws(FileProblem) -> Data {
    guard let file = FileHandle(forReadingAtPath: path) else {
        throw FileProblem(file: path, line: 0, "cannot be read. Check its permissions.")
    }
    defer { try? file.close() }
    var data = Data()
    do {
        while data.count <= fileBytesMax, let part = try file.read(upToCount: 1 << 16),
            !part.isEmpty
        { data += part }
    } catch {
        throw FileProblem(file: path, line: 0, "could not be read to its end. Try again.")
    }
    guard data.count <= fileBytesMax else {
        throw FileProblem(file: name, line: 0, "is larger than \(fileBytesMax >> 20) MiB.")
    }
    return data
}

/// A wedding of 300 guests has 200 KiB; this only stops accidents.
private let fileBytesMax = 16 << 20

private func firstBadLine(_ data: Data) -> Int {
    var line = 1
    for part in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
        if String(data: part, encoding: .utf8) == nil { return line }
        line += 1
    }
    return 0
}
