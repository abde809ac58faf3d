import CTerminal
import Console
import Foundation
import Wedding

/// Owns the screen: blocks until something happens, updates, draws at most thirty times a second.
package final class ConsoleLoop<App: ScreenApp> {
    private let screen: TerminalScreen
    private let inbox: ConsoleInbox
    private let perform: (ConsoleEffect) -> Void
    private var state: App
    private var keys: KeyDecoder
    private var lastDraw = ContinuousClock.now - .seconds(1)
    private var lastPulse = ContinuousClock.now
    private var frameInterval = Duration.milliseconds(33)
    private var toast: (number: Int, until: ContinuousClock.Instant)?
    private let began = ContinuousClock.now
    private var isDirty = true
    private var isOver = false

    /// - Parameter perform: Effects that are not the terminal's: what to send, what to play.
    package init(
        screen: TerminalScreen, inbox: ConsoleInbox, state: App,
        perform: @escaping (ConsoleEffect) -> Void
    ) {
        (self.screen, self.inbox, self.state, self.perform) = (screen, inbox, state, perform)
        keys = KeyDecoder(own: screen.ownKeys, hasMouse: screen.hasMouse)
    }

    /// Runs until somebody quits or a signal ends it.
    ///
    /// - Returns: the signal, or 0.
    package func run() -> Int32 {
        let size = screen.size
        handle(.resize(columns: size.columns, rows: size.rows))
        while !isOver {
            draw()
            let ready = ct_wait(timeout)
            if ready & Int32(CT_READY_SIGNAL) != 0, let signal = handleSignals() {
                return signal
            }
            readKeys(ready & Int32(CT_READY_INPUT) != 0)
            for event in inbox.drain() { handle(event) }
            pulse()
            takeToast()
        }
        return 0
    }

    /// Milliseconds to wait: until a frame may be drawn, until the pulse turns, or for ever.
    private var timeout: Int32 {
        let now = ContinuousClock.now
        var wait: Duration?
        if isDirty { wait = max(.zero, lastDraw + frameInterval - now) }
        if state.pulses {
            let turn = max(Duration.zero, lastPulse + .seconds(1) - now)
            wait = min(wait ?? turn, turn)
        }
        let keysDue = keys.deadline.map { began + ($0 - .zero) }
        for end in [toast?.until, keysDue].compactMap({ $0 }) {
            let rest = max(Duration.zero, end - now)
            wait = min(wait ?? rest, rest)
        }
        return wait.map { Int32($0 / .milliseconds(1)) + 1 } ?? -1
    }

    private func handle(_ event: ConsoleEvent) {
        for effect in state.handle(event) { carryOut(effect) }
        isDirty = true
    }

    /// Five seconds for a reader.
    private func takeToast() {
        guard let shown = state.toast else {
            toast = nil
            return
        }
        if toast?.number != shown.number {
            toast = (shown.number, ContinuousClock.now + .seconds(shown.isBrief ? 1 : 5))
        }
        guard let until = toast?.until, ContinuousClock.now >= until else { return }
        handle(.toastOver(number: shown.number))
        toast = nil
    }

    private func readKeys(_ isThere: Bool) {
        let now = Timestamp.zero + (ContinuousClock.now - began)
        let events = isThere ? keys.decode(screen.read(), at: now) : keys.expire(at: now)
        guard !events.isEmpty else { return }
        for event in events { handle(event) }
        // A key answers at once, whatever the pace of the rest.
        lastDraw = ContinuousClock.now - frameInterval
    }

    private func pulse() {
        guard state.pulses, ContinuousClock.now - lastPulse >= .seconds(1) else { return }
        lastPulse = ContinuousClock.now
        handle(.pulse)
    }

    private func draw() {
        guard isDirty, ContinuousClock.now - lastDraw >= frameInterval, isReady else { return }
        let frame = state.frame()
        let begin = ContinuousClock.now
        screen.draw(frame, theme: state.theme)
        // A link that blocks gets fewer frames, so that keys are not stuck behind old ones.
        let isSlow = ContinuousClock.now - begin > .milliseconds(50)
        frameInterval = .milliseconds(isSlow ? 100 : 33)
        lastDraw = ContinuousClock.now
        isDirty = false
    }

    /// Whether there is something to show: the day, or that it takes long to come.
    private var isReady: Bool {
        state.isReady || ContinuousClock.now - began > .milliseconds(250)
    }

    private func carryOut(_ effect: ConsoleEffect) {
        switch effect {
        case .bell(let times): screen.bell(times: times)
        case .copy(let text): screen.copy(text)
        case .notify(let text): screen.notify(text, by: state.notices)
        case .repaint:
            screen.repaint()
            isDirty = true
        case .suspend:
            screen.suspend()
            resized()
        case .quit: isOver = true
        case .send, .demo, .invite: perform(effect)
        }
    }

    private func resized() {
        screen.resize()
        let size = screen.size
        handle(.resize(columns: size.columns, rows: size.rows))
        lastDraw = ContinuousClock.now - frameInterval
    }

    /// - Returns: the signal that ends the program, if one came.
    private func handleSignals() -> Int32? {
        while true {
            let signal = ct_signal()
            switch signal {
            case 0: return nil
            case SIGWINCH: resized()
            case SIGTSTP: carryOut(.suspend)
            default: return signal
            }
        }
    }
}
