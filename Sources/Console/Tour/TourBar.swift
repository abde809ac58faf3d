import Wedding

extension ConsoleState.Options {
    /// Rows at the foot of the screen that a tour takes.
    var tourRows: Int { isTour ? 2 : 0 }
}

extension ConsoleState {
    /// A tour begins with the day, and goes on when its step was done.
    mutating func watchTour(_ event: ConsoleEvent) {
        guard options.isTour, day != nil else { return }
        guard var tour else { return tour = Tour(self) }
        if case .key = event { tour.count() }
        tour.look(self)
        self.tour = tour
    }
}

extension Frame {
    /// What to do next, below what is drawn.
    mutating func drawTour(_ tour: Tour, rows count: Int) {
        addRows(count)
        let area = Rect(x: 0, y: rows - count, width: columns, height: count)
        fill(area, " ", .of(.toast))
        let lines = tour.words.wrapped(max(8, columns - 2), maxLines: count)
        for (offset, line) in lines.enumerated() {
            write(line, 1, area.y + offset, .of(.toast))
        }
    }
}
