import Console
import Foundation

/// Tells when a theme file was saved, so that an open console shows it. Sleeps until then.
struct ThemeWatch {
    private let folder: String

    init(folder: String) { self.folder = folder }

    /// - Parameter changed: Called on a thread of its own.
    func start(_ changed: @escaping @Sendable () -> Void) {
        let notes = inotify_init1(Int32(IN_CLOEXEC))
        guard notes >= 0 else { return }
        guard inotify_add_watch(notes, folder, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO)) >= 0 else {
            close(notes)
            return
        }
        let thread = Thread {
            var room = [UInt8](repeating: 0, count: 4096)
            while read(notes, &room, room.count) > 0 { changed() }
        }
        thread.start()
    }
}
