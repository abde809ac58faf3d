import Wedding

/// How each view is looked at: what the user chose in it, and nothing of the day.
extension ConsoleState {
    package struct TimelineLook: Sendable, Equatable {
        /// Keeps the now-line at a third of the height.
        package var isFollowing = true
        package var showsLanes = true
        /// Lanes instead of the list, where there is no room for both.
        package var showsOnlyLanes = false
        package var panMinutes = 0
        /// Hours across.
        package var hours = 6
    }

    package struct MapLook: Sendable, Equatable {
        package enum Layer: String, Sendable, CaseIterable { case people, heat, labels }
        package enum Zoom: Int, Sendable, CaseIterable { case overview, plan, zone }

        package var layer = Layer.people
        package var zoom = Zoom.plan
        package var panX = 0
        package var panY = 0
        /// Whose zone is kept in view.
        package var following: PersonID?
    }

    package struct AlertsLook: Sendable, Equatable {
        package var showsHistory = false
        package var showsFlood = false
    }

    /// What the user would have stand, of the conflict they look at.
    struct ConflictsLook: Sendable, Equatable {
        var id = ""
        var side: ConflictSheet.Side?
        /// Typed instead of either.
        var value: FieldEdit?
    }

    package struct BoardLook: Sendable, Equatable {
        /// Whether the host's user was told to be here, because they typed.
        var saidHere = false
        package enum Order: String, Sendable, CaseIterable { case urgency, name, role, zone }

        package var order = Order.urgency
        package var isGrouped = true
        /// How what is typed in about others came here.
        package var heard = Medium.console
        /// Places that were said of somebody here, the last first.
        package var places: [ZoneID] = []
    }

    package struct MessagesLook: Sendable, Equatable {
        package var draft = ""
        package var priority = Priority.normal
        /// Only for those who are there.
        package var near: ZoneID?
        /// Until when each conversation has been read.
        package var readUntil: [String: Timestamp] = [:]
        /// Lines scrolled back in a thread that fills the pane.
        package var scroll = 0
    }

    package struct EmergencyLook: Sendable, Equatable {
        /// Emergencies this console's user has answered.
        package var answered: Set<AlertID> = []
        /// Answers that the core has not confirmed yet, by their submissions.
        package var answers: [String: AlertID] = [:]
        /// Who was ticked in the roll call of a drill: the log holds none of it.
        package var drilled: [AlertID: Set<String>] = [:]
        /// Whether the roll call is shown instead of captains.
        package var showsRollCall = false
        package var mutedUntil: Timestamp?
        package var soundedAt: [AlertID: Timestamp] = [:]
    }
}
