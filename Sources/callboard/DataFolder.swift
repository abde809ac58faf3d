import Foundation

/// Where the files that come with Callboard are: `Themes` and `Samples`.
enum DataFolder {
    /// The first that exists: `$CALLBOARD_DATA`, beside an installed program, above a built one.
    static func path(_ name: String) -> String? {
        candidates.map { "\($0)/\(name)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private static var candidates: [String] {
        let environment = ProcessInfo.processInfo.environment
        var folders = [environment["CALLBOARD_DATA"]].compactMap { $0 }.filter { !$0.isEmpty }
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

    /// What somebody prefers: `$XDG_CONFIG_HOME/callboard/config.toml`; nil when there is no home.
    static var config: String? {
        personal("XDG_CONFIG_HOME", ".config").map { $0 + "/callboard/config.toml" }
    }

    /// Where stray output goes while the screen is up.
    static var log: String { get throws { try state + "/console.log" } }

    /// Whether Callboard was never started here before; from now on it was.
    static func isFirstRun() throws -> Bool {
        let mark = try state + "/welcomed"
        guard !FileManager.default.fileExists(atPath: mark) else { return false }
        try? FileManager.default.createDirectory(
            atPath: state, withIntermediateDirectories: true)
        return FileManager.default.createFile(atPath: mark, contents: nil)
    }

    /// Logs and what is kept between runs: `$XDG_STATE_HOME/callboard`.
    static var state: String {
        get throws {
            guard let folder = personal("XDG_STATE_HOME", ".local/state") else {
                throw HostProblem(
                    "There is no home folder. Set HOME or XDG_STATE_HOME to an absolute path."
                )
            }
            return folder + "/callboard"
        }
    }

    /// A folder of this user, by its variable or below the home folder. A variable that is empty or
    /// does not begin at / is as if it were not set.
    private static func personal(_ variable: String, _ below: String) -> String? {
        let environment = ProcessInfo.processInfo.environment
        func folder(_ text: String?) -> String? {
            guard let text, text.hasPrefix("/") else { return nil }
            return text
        }
        if let named = folder(environment[variable]) { return named }
        let home = folder(environment["HOME"]) ?? folder(accountHome)
        return home.map { ($0 == "/" ? "" : $0) + "/" + below }
    }

    /// The home folder by the list of users; the root folder is nobody's.
    private static var accountHome: String? {
        guard let account = getpwuid(getuid()), let folder = account.pointee.pw_dir else {
            return nil
        }
        let home = String(cString: folder)
        return home == "/" || home == "/nonexistent" ? nil : home
    }
}
