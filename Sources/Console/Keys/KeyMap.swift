/// What keys do where. Input, footer, help and palette all ask it; made from the keys of every
/// view.
package struct KeyMap: Sendable {
    /// Where a key means something.
    package enum Place: Sendable, Equatable, Hashable {
        case everywhere
        case view(ViewID)
        /// Only while a replay runs.
        case demo
        /// Only while a filter is on.
        case filter
        case takeover

        package var title: String {
            switch self {
            case .everywhere: "Everywhere"
            case .view(let view): view.name
            case .demo: "Demo"
            case .filter: "Filter"
            case .takeover: "Emergency"
            }
        }
    }

    package struct Binding: Sendable, Equatable {
        package let keys: [Key]
        package let action: Action
        package private(set) var place = Place.everywhere
        /// One or two words for the footer.
        package let short: String
        /// A clause for the help.
        package let help: String
        /// Position in the footer; nil keeps it out.
        package let rank: Int?
        /// Drawn instead of the keys, where several share a hint: `jk`.
        package let hint: String?

        init(
            _ keys: [Key], _ action: Action, _ short: String, _ help: String, rank: Int? = nil,
            hint: String? = nil
        ) {
            (self.keys, self.action, self.short, self.help) = (keys, action, short, help)
            (self.rank, self.hint) = (rank, hint)
        }

        fileprivate func at(_ place: Place) -> Binding {
            var binding = self
            binding.place = place
            return binding
        }
    }

    /// The one table of keys.
    package static let standard = KeyMap(
        bindings: Action.everywhere
            + ViewID.allCases.flatMap { view in view.screen.keys.map { $0.at(.view(view)) } }
            + Action.replayKeys.map { $0.at(.demo) } + Action.filterKeys.map { $0.at(.filter) }
            + Action.takeoverKeys.map { $0.at(.takeover) })

    package let bindings: [Binding]

    /// What `key` does in `view`. While a filter is on or a replay runs, their few keys come first,
    /// then the view's own.
    package func action(
        for key: Key, in view: ViewID, isDemo: Bool, isFiltered: Bool = false
    ) -> Action? {
        places(view, isDemo: isDemo, isFiltered: isFiltered).lazy.compactMap { place in
            bindings.first { $0.place == place && $0.keys.contains(key) }?.action
        }.first
    }

    private func places(_ view: ViewID, isDemo: Bool, isFiltered: Bool) -> [Place] {
        (isFiltered ? [.filter] : []) + (isDemo ? [.demo] : []) + [.view(view), .everywhere]
    }

    /// Those of a binding's keys that lead to it here; what comes first may need them.
    func keys(
        of binding: Binding, in view: ViewID, isDemo: Bool, isFiltered: Bool = false
    ) -> [Key] {
        binding.keys.filter {
            action(for: $0, in: view, isDemo: isDemo, isFiltered: isFiltered) == binding.action
        }
    }

    /// How to reach an action in a view: its key, or its command where a replay needs the key.
    package func label(_ action: Action, in view: ViewID, isDemo: Bool) -> String {
        let key = places(view, isDemo: isDemo, isFiltered: false).lazy.compactMap { place in
            bindings.lazy.filter { $0.place == place && $0.action == action }.compactMap {
                $0.keys.first { self.action(for: $0, in: view, isDemo: isDemo) == action }
            }.first
        }.first
        return key?.label ?? action.command.map { ":" + $0 } ?? ""
    }

    /// What a key does in a list that lies over the screen.
    func listAction(for key: Key) -> Action? {
        bindings.first { $0.place == .everywhere && $0.keys.contains(key) }?.action
    }

    package func takeoverAction(for key: Key) -> Action? {
        bindings.first { $0.place == .takeover && $0.keys.contains(key) }?.action
    }

    /// What holds in a view, the view's own first.
    package func bindings(
        in view: ViewID, isDemo: Bool, isFiltered: Bool = false
    ) -> [Binding] {
        let places: [Place] =
            [.view(view)] + (isFiltered ? [.filter] : []) + (isDemo ? [.demo] : []) + [.everywhere]
        return places.flatMap { place in bindings.filter { $0.place == place } }
    }

    /// Footer hints for a view, the best first.
    package func hints(
        in view: ViewID, isDemo: Bool, isFiltered: Bool = false
    ) -> [Binding] {
        var taken: Set<Key> = []
        // A key that the view uses itself is not hinted again for what it does elsewhere.
        let all = places(view, isDemo: isDemo, isFiltered: isFiltered).flatMap { place in
            bindings.filter { $0.place == place }
        }
        let own = all.filter { binding in
            guard taken.isDisjoint(with: binding.keys) else { return false }
            taken.formUnion(binding.keys)
            return true
        }
        return own.enumerated()
            .filter { $0.element.rank != nil }
            .sorted { ($0.element.rank!, $0.offset) < ($1.element.rank!, $1.offset) }
            .map(\.element)
    }
}
