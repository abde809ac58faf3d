import Foundation

/// Signals that ask a program without a screen to end.
enum Signals {
    /// Until one comes.
    static func wait() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        var signal: Int32 = 0
        sigwait(&set, &signal)
    }

    /// Before any other thread starts, so that none of them takes one.
    static func hold() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }
}
