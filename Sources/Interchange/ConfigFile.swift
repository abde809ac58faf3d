import Console
import Foundation
import TOMLKit

/// What somebody prefers on their own machine, from `config.toml`. Flags and the environment come
/// before it.
public struct ConfigFile: Sendable, Equatable {
    public var theme: String?
    public var themeLight: String?
    public var themeLowColor: String?
    public var color: String?
    public var glyphs: GlyphSet?
    public var motion: ConsoleState.Motion?
    public var notices: ConsoleState.Notices?
    public var mouse: Bool?
    public var clock: Bool?
    public var accessible: Bool?

    public init() {}

    /// Colour depths by the names of `--color`.
    public static let colors = ["truecolor", "256", "16", "8", "none"]

    /// The file at `path`, or nothing where there is none.
    public static func load(_ path: String) throws(FileProblems) -> ConfigFile {
        guard FileManager.default.fileExists(atPath: path) else { return ConfigFile() }
        let text: String
        do { text = try readText(path) } catch { throw FileProblems([error]) }
        return try parse(text, file: path)
    }

    public static func parse(_ text: String, file: String) throws(FileProblems) -> ConfigFile {
        let source = try TOMLSource(text: text, file: file)
        let reader = TableReader(source.root, name: "", index: 0, source: source)
        var config = ConfigFile()
        config.theme = reader.text("theme")
        config.themeLight = reader.text("theme_light")
        config.themeLowColor = reader.text("theme_low_color")
        config.color = reader.text("color")
        if let color = config.color, !colors.contains(color) {
            reader.problem(
                "color", "\"\(color)\" is not a color depth. Use \(colors.joined(separator: ", "))."
            )
        }
        config.glyphs = reader.word("glyphs", GlyphSet.self)
        config.motion = reader.word("motion", ConsoleState.Motion.self)
        config.notices = reader.word("notices", ConsoleState.Notices.self)
        config.mouse = reader.bool("mouse")
        config.clock = reader.bool("clock")
        config.accessible = reader.bool("a11y")
        reader.finish()
        guard source.problems.isEmpty else { throw FileProblems(source.problems) }
        return config
    }
}
