import Wedding

/// Turns what a terminal reports of its mouse into clicks, wheel and drags.
struct MouseReports: Sendable {
    private var lastPress: (column: Int, row: Int, at: Timestamp)?
    /// Two presses within this are one double click.
    private static let doubleTime = Duration.milliseconds(400)

    /// - Parameter parameters: Button, column and row; the first column is 1.
    mutating func event(
        _ parameters: [Int], isPress: Bool, at now: Timestamp
    ) -> MouseEvent? {
        guard parameters.count == 3, isPress, parameters[1] > 0, parameters[2] > 0 else {
            return nil
        }
        let (column, row) = (parameters[1] - 1, parameters[2] - 1)
        // Shift, Alt and Ctrl do not count.
        switch parameters[0] & ~0b11100 {
        case 0: return press(column, row, now)
        case 32: return MouseEvent(.drag, column: column, row: row)
        case 64: return MouseEvent(.wheelUp, column: column, row: row)
        case 65: return MouseEvent(.wheelDown, column: column, row: row)
        default: return nil
        }
    }

    private mutating func press(
        _ column: Int, _ row: Int, _ now: Timestamp
    ) -> MouseEvent {
        let isDouble =
            lastPress.map {
                $0.column == column && $0.row == row && now - $0.at < Self.doubleTime
            } ?? false
        lastPress = isDouble ? nil : (column, row, now)
        return MouseEvent(isDouble ? .double : .press, column: column, row: row)
    }
}
