extension Frame {
    /// A horizontal bar of eighths: `███▌`.
    package mutating func bar(
        _ value: Int, of total: Int, _ column: Int, _ row: Int, width: Int,
        _ style: Style = .of(.graphMid), rest: Character? = nil
    ) {
        guard width > 0, total > 0 else { return }
        let eighths = min(width * 8, value * width * 8 / total)
        var text = String(repeating: "█", count: eighths / 8)
        if eighths % 8 > 0 { text.append(Array(" ▏▎▍▌▋▊▉")[eighths % 8]) }
        if let rest {
            text += String(repeating: rest, count: max(0, width - text.count))
        }
        write(text, column, row, style, limit: width)
    }

    /// Columns of a graph, `height` rows high, the newest at the right.
    package mutating func columns(
        _ values: [Int], max top: Int, _ area: Rect, _ style: Style = .of(.graphMid)
    ) {
        let levels = Array(" ▁▂▃▄▅▆▇█")
        let shown = values.suffix(area.width)
        let left = area.right - shown.count
        for (index, value) in shown.enumerated() where value > 0 && top > 0 {
            let eighths = Swift.max(1, value * area.height * 8 / top)
            for row in 0..<area.height {
                let part = min(8, Swift.max(0, eighths - row * 8))
                guard part > 0 else { continue }
                write(
                    String(levels[part]), left + index, area.bottom - 1 - row, style, limit: 1)
            }
        }
    }
}

/// A line of graph in one row of text.
func sparkline(_ values: [Int]) -> String {
    let levels = Array("▁▂▃▄▅▆▇█")
    let top = max(1, values.max() ?? 1)
    return String(values.map { levels[min(7, $0 * 8 / (top + 1))] })
}
