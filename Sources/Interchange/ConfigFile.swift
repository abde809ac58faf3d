import Console
import Foundation
import TOMLKit

/// What somebody prefers on their own machine, from `config.toml`. Flags and the environment come
/// before it.
package struct ConfigFile: Sendable, Equatable {
    package var theme: String?
    package var themeLight: String?
    package var themeLowColor: String?
    package var color: String?
    package var glyphs: GlyphSet?
    package var motion: ConsoleState.Motion?
    package var notices: ConsoleState.Notices?
    package var mouse: Bool?
    package var clock: Bool?
    package var accessible: Bool?

    package init() {}

    /// Colour depths by the names of `--color`.
    package static let colors = ["truecolor", "256", "16", "8", "none"]

    /// The file at `path`, or nothing where there is none.
    package static func load(_ path: String) throws(FileProblems) -> ConfigFile {
        guard FileManager.default.fileExists(atPath: path) else { return ConfigFile() }
        let text: String
        do { text = try readText(path) } catch { throw FileProblems([error]) }
        return try parse(text, file: path)
    }

    package static func parse(_ text: String, file: String) throws(FileProblems) -> ConfigFile {
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
