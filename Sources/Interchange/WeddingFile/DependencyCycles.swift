import Wedding

extension WeddingDay {
    /// Circles of items that wait for each other. An item is named in one of them at most.
    ///
    /// What waits for nothing is taken away, again and again; a walk through what is left comes
    /// back to where it has been. That circle is taken away in turn.
    var dependencyCycles: [[ItemID]] {
        var waiting = Dictionary(
            uniqueKeysWithValues: items.map { item in
                (item.id, item.dependsOn.filter { items[$0] != nil })
            })
        var cycles: [[ItemID]] = []
        while true {
            while let free = waiting.first(where: { entry in
                !entry.value.contains { waiting[$0] != nil }
            }) { waiting[free.key] = nil }
            guard let first = items.map(\.id).first(where: { waiting[$0] != nil }) else {
                return cycles
            }
            let cycle = walk(from: first, waiting)
            cycles.append(cycle)
            for id in cycle { waiting[id] = nil }
        }
    }

    private func walk(from first: ItemID, _ waiting: [ItemID: [ItemID]]) -> [ItemID] {
        var path: [ItemID] = []
        var places: [ItemID: Int] = [:]
        var id = first
        while places[id] == nil {
            places[id] = path.count
            path.append(id)
            guard let next = waiting[id]?.first(where: { waiting[$0] != nil }) else { return path }
            id = next
        }
        return Array(path[(places[id] ?? 0)...])
    }
}
