import Wedding

/// What lies over the screen, the last on top. The takeover is above all of them.
package enum Layer: Sendable, Equatable {
    case help(query: String, scroll: Int)
    case palette(text: String, selected: Int)
    case filter
    case compose
    case dialog(Dialog)
    case picker(EntityPicker)
    case form(EntityForm)
    case note(FieldKey)
    case feed(selected: Int?)
    case ticks(TickList)
    case gate(GateList)
}
