import Console
import Foundation
import TOMLKit
import Wedding

/// Reads theme files (`format = "theme/1"`): all of a folder, with parents, or what is wrong.
package struct ThemeFile {
    /// Every theme of a folder that is sound, by name, and what is wrong with the others: one bad
    /// file does not hide the rest.
    package static func loadAll(_ folder: String) -> (themes: [Theme], problems: [FileProblem]) {
        let library = ThemeLibrary(folder: folder)
        let themes = library.names.compactMap { name -> Theme? in
            let before = library.problems.count { $0.severity == .error }
            let theme = library.theme(name)
            return library.problems.count { $0.severity == .error } == before ? theme : nil
        }
        return (themes, library.problems.filter { $0.severity == .error })
    }

    /// One theme of a folder, with what it inherits; nil when there is no file of that name.
    package static func load(_ name: String, from folder: String) throws(FileProblems) -> Theme? {
        let library = ThemeLibrary(folder: folder)
        guard library.names.contains(name) else { return nil }
        let theme = library.theme(name)
        let errors = library.problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw FileProblems(errors) }
        return theme
    }

    /// Every finding of every theme of a folder, claims included.
    ///
    /// - Parameter path: A folder of themes, or one file.
    package static func check(_ path: String) -> (count: Int, problems: [FileProblem]) {
        let isFile = path.hasSuffix(".toml")
        let folder = isFile ? (path as NSString).deletingLastPathComponent : path
        let library = ThemeLibrary(folder: folder.isEmpty ? "." : folder)
        let one = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        let names = isFile ? [one] : library.names
        for name in names { library.checkClaims(name) }
        let problems = library.problems.sorted {
            ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column)
        }
        return (names.count, problems)
    }
}

/// The themes of one folder, each read once, with what they inherit.
final class ThemeLibrary {
    let folder: String
    let names: [String]
    private(set) var problems: [FileProblem] = []
    private var read: [String: (theme: Theme, reader: ThemeReader)] = [:]
    private var failed: Set<String> = []

    init(folder: String) {
        self.folder = folder
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        names = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
        if names.isEmpty {
            problems.append(
                FileProblem(file: folder, line: 0, "there are no theme files (*.toml) here."))
        }
    }

    /// - Parameter path: Themes that inherit one another on the way here.
    func theme(_ name: String, path: [String] = []) -> Theme? {
        if name == "base" { return .base }
        if let known = read[name] { return known.theme }
        guard !failed.contains(name) else { return nil }
        do {
            let text = try readText("\(folder)/\(name).toml")
            let label = (folder as NSString).lastPathComponent + "/\(name).toml"
            let reader = try ThemeReader(text, file: label)
            let theme = reader.theme { parent in
                if let start = (path + [name]).firstIndex(of: parent) {
                    return .loop((path + [name])[start...] + [parent])
                }
                return self.theme(parent, path: path + [name]).map { .found($0) } ?? .absent
            }
            problems += reader.source.problems
            read[name] = (theme, reader)
            return theme
        } catch let problem as FileProblem {
            problems.append(problem)
        } catch let found as FileProblems {
            problems += found.problems
        } catch {
            problems.append(FileProblem(file: name, line: 0, "\(error)"))
        }
        failed.insert(name)
        return nil
    }

    func checkClaims(_ name: String) {
        guard let theme = theme(name), let reader = read[name]?.reader else { return }
        for finding in ThemeClaims(theme).findings {
            let place = reader.place(of: finding.role)
            problems.append(
                FileProblem(
                    file: reader.source.file, line: place.line, column: place.column,
                    severity: finding.isError ? .error : .warning, finding.message))
        }
    }
}
