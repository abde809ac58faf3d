import NIOCore
import RealtimeCore

extension HTTPDoor {
    func token(_ request: HTTPRequest, _ address: String, _ context: ChannelHandlerContext) {
        refuse(context, .notFound, "There is nothing here.", after: .zero)
    }
}
