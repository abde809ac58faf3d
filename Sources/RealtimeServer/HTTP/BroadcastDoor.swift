import Foundation
import NIOCore
import NIOHTTP1
import RealtimeCore
import RealtimeProtocol
import Wedding

/// `POST /api/broadcast/:topic/events/:event`, and `POST /api/broadcast` for several at once.
extension HTTPDoor {
    func post(_ request: HTTPRequest, _ path: String, _ context: ChannelHandlerContext) {
        let address = context.remoteAddress?.ipAddress ?? "local"
        verify(request.bearer ?? request.apiKey, address, context) { [hub] token, _, context in
            guard let reader = hub.ask({ $0.reader(token.principal) }),
                let posts = Self.posts(request, path), posts.count <= hub.settings.postMessagesMax
            else {
                return self.refuse(
                    context, .unprocessableEntity, "The body is malformed.", after: .zero)
            }
            for (topic, body) in posts {
                let isOurs = body.event.hasPrefix(WireName.prefix)
                guard !isOurs, hub.mayRead(topic, reader), hub.mayWrite(topic, reader) else {
                    return self.refuse(
                        context, .forbidden, "This token cannot write to that topic.")
                }
            }
            let purse = hub.purse(of: reader, device: token.deviceName)
            guard !hub.isRevoked(token), purse.isOpen, hub.postAllowance.take() else {
                return self.refuse(context, .tooManyRequests, "Too many messages. Slow down.")
            }
            for (topic, body) in posts {
                guard let room = hub.rooms[topic] else { continue }
                hub.say(body, in: room, by: nil, paying: purse)
            }
            self.respond(context, .accepted, "application/json", "{}")
        }
    }

    private static func posts(
        _ request: HTTPRequest, _ path: String
    ) -> [(topic: String, body: BroadcastPayload)]? {
        // It goes on as text, and a reader takes no other.
        guard String(validating: request.body, as: UTF8.self) != nil else { return nil }
        let parts = path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        if parts.count == 5, parts[3] == "events" {
            guard JSONText.isObject(request.body) else { return nil }
            return [(full(parts[2]), BroadcastPayload(event: parts[4], payload: request.body))]
        }
        guard parts.count == 2, let list = JSONText.member("messages", of: request.body) else {
            return nil
        }
        var posts: [(String, BroadcastPayload)] = []
        for message in JSONText.elements(of: list) ?? [] {
            struct Named: Decodable { let topic, event: String }
            guard let named = try? JSONText.decode(Named.self, from: message),
                let payload = JSONText.member("payload", of: message)
            else { return nil }
            posts.append(
                (full(named.topic), BroadcastPayload(event: named.event, payload: payload)))
        }
        return posts.isEmpty ? nil : posts
    }

    private static func full(_ topic: String) -> String {
        topic.hasPrefix(WireTopic.prefix) ? topic : WireTopic.prefix + topic
    }
}
