import DequeModule

/// How far each reader had come when its link ended, for those who do not remember it themselves.
struct Cursors {
    private var offsets: [String: Int] = [:]
    private var order: Deque<String> = []
    private let entriesMax: Int

    init(entriesMax: Int) { self.entriesMax = entriesMax }

    subscript(key: String) -> Int? {
        get { offsets[key] }
        set {
            guard offsets.updateValue(newValue ?? 0, forKey: key) == nil else { return }
            order.append(key)
            if order.count > entriesMax, let oldest = order.popFirst() { offsets[oldest] = nil }
        }
    }
}
