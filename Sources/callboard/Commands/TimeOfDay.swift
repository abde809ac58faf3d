import Wedding

/// A time of the venue's clock: `15:00`, `3 pm`.
package struct TimeOfDay: Equatable {
    let typed: TypedTime

    /// - Throws: What to type instead.
    @Sendable
    init(_ argument: String) throws { typed = try TypedTime.read(argument) }

    /// On the wedding's day, unless another is named with it.
    func moment(of day: WeddingDay) throws -> Timestamp {
        try day.clock.moment(typed, on: day.date)
    }
}
