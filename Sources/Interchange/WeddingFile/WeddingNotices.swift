import Wedding

extension WeddingDay {
    /// What a file leaves open that a day can be run without, a sentence each with its mend.
    public var notices: [String] {
        let isEverywhereLeft = zones.filter(\.isIndoor).allSatisfy { room in
            mapDoors.contains { door in
                let other = door.from == room.id ? door.to : door.to == room.id ? door.from : nil
                return other.flatMap { zones[$0] }.map { !$0.isIndoor } ?? false
            }
        }
        guard assemblyPlace == nil, !isEverywhereLeft else { return [] }
        return [
            "Where people gather in a fire is not said: add a zone of kind assembly_point, or "
                + "to each indoor zone a [[map_door]] to the outside."
        ]
    }
}
