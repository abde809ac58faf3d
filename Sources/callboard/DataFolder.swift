import Foundation

/// Where the files that come with Callboard are: `Themes` and `Samples`.
enum DataFolder {
    /// The first that exists: `$CALLBOARD_DATA`, beside an installed program, above a built one.
    static func path(_ name: String) -> String? {
        candidates.map { "\($0)/\(name)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private static var candidates: [String] {
        let environment = ProcessInfo.processInfo.environment
        var folders = [environment["CALLBOARD_DATA"]].compactMap { $0 }
        if let program = try? FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/self/exe")
        {
            var folder = (program as NSString).deletingLastPathComponent
            folders.append((folder as NSString).deletingLastPathComponent + "/share/callboard")
            while folder.count > 1 {
                folders.append(folder)
                folder = (folder as NSString).deletingLastPathComponent
            }
        }
        return folders + ["."]
    }

    /// What somebody prefers: `$XDG_CONFIG_HOME/callboard/config.toml`.
    static var config: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? ".") + "/.config"
        return home + "/callboard/config.toml"
    }

    /// Where stray output goes while the screen is up.
    static var log: String { state + "/console.log" }

    /// Whether Callboard was never started here before; from now on it was.
    static func isFirstRun() -> Bool {
        let mark = state + "/welcomed"
        guard !FileManager.default.fileExists(atPath: mark) else { return false }
        try? FileManager.default.createDirectory(
            atPath: state, withIntermediateDirectories: true)
        return FileManager.default.createFile(atPath: mark, contents: nil)
    }

    /// Logs and what is kept between runs: `$XDG_STATE_HOME/callboard`.
    static var state: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["XDG_STATE_HOME"] ?? (environment["HOME"] ?? ".") + "/.local/state"
        return home + "/callboard"
    }
}
