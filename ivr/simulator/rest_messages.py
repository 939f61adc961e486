"""Texts over REST: send one, look at them, delete a finished one, and the pictures that it leaves behind.

https://www.twilio.com/docs/messaging/api/message-resource
"""

from dataclasses import dataclass

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from ivr.simulator.messages import LONGEST, OPTED_OUT, Media, Message
from ivr.simulator.network import API_VERSION
from ivr.simulator.rest_answers import Json, RestError, account_path, missing, page, rfc_2822, wanted
from ivr.simulator.stand_in import Twilio

OWN_TEST_NUMBER = "+15005550006"
# Twilio's test numbers: https://www.twilio.com/docs/iam/test-credentials
BAD_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
BAD_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}


@dataclass(frozen=True)
class Messages:
    twilio: Twilio

    def blueprint(self) -> Blueprint:
        routes = Blueprint("messages", __name__)
        routes.post("/Messages.json")(self.create)
        routes.get("/Messages.json")(self.list)
        routes.get("/Messages/<sid>.json")(self.fetch)
        routes.delete("/Messages/<sid>.json")(self.delete)
        routes.get("/Messages/<sid>/Media.json")(self.list_media)
        routes.get("/Messages/<sid>/Media/<media_sid>.json")(self.fetch_media)
        routes.delete("/Messages/<sid>/Media/<media_sid>.json")(self.delete_media)
        return routes

    def create(self) -> ResponseReturnValue:
        form, mailroom = request.form, self.twilio.mailroom
        to, body = form.get("To", ""), form.get("Body", "")
        media = tuple(form.getlist("MediaUrl"))
        _check(form.get("From", ""), to, self.twilio.network.line.number)
        if not body and not media:
            raise RestError(400, 21602, "Message body is required")
        if len(body) > LONGEST:
            raise RestError(400, 21617, f"The message body exceeds the {LONGEST} character limit")
        if to in mailroom.opted_out:
            raise RestError(400, OPTED_OUT, "Attempt to send to unsubscribed recipient")
        message = mailroom.send(to, body, "outbound-api", media, form.get("StatusCallback"))
        self.twilio.texting.deliver(message, media)
        return self._show(message), 201

    def list(self) -> Json:
        args = request.args
        messages = [
            message
            for message in self.twilio.mailroom.messages.values()
            if args.get("To", message.to) == message.to
            and args.get("From", message.from_) == message.from_
            and wanted("DateSent", message.sent_at)
        ]
        return page(self.twilio.network, "messages", messages, self._show)

    def fetch(self, sid: str) -> Json:
        return self._show(self._message(sid))

    def delete(self, sid: str) -> ResponseReturnValue:
        if not self._message(sid).finished:
            raise RestError(409, 20009, "Cannot delete this resource before it is complete")
        del self.twilio.mailroom.messages[sid]
        return "", 204

    def list_media(self, sid: str) -> Json:
        media = [one for one in self.twilio.mailroom.media.values() if one.parent_sid == sid]
        if not media:
            self._message(sid)
        return page(self.twilio.network, "media_list", media, self._show_media)

    def fetch_media(self, sid: str, media_sid: str) -> Json:
        return self._show_media(self._media(sid, media_sid))

    def delete_media(self, sid: str, media_sid: str) -> ResponseReturnValue:
        del self.twilio.mailroom.media[self._media(sid, media_sid).sid]
        return "", 204

    def _message(self, sid: str) -> Message:
        if sid not in self.twilio.mailroom.messages:
            raise missing()
        return self.twilio.mailroom.messages[sid]

    def _media(self, sid: str, media_sid: str) -> Media:
        media = self.twilio.mailroom.media.get(media_sid)
        if media is None or media.parent_sid != sid:
            raise missing()
        return media

    def _show(self, message: Message) -> Json:
        network = self.twilio.network
        uri = f"{account_path(network)}/Messages/{message.sid}"
        moment = rfc_2822(message.sent_at)
        return {
            "sid": message.sid,
            "account_sid": network.account_sid,
            "api_version": API_VERSION,
            "body": message.body,
            "date_created": moment,
            "date_sent": moment,
            "date_updated": moment,
            "direction": message.direction,
            "error_code": message.error_code,
            "error_message": None,
            "from": message.from_,
            "messaging_service_sid": None,
            "num_media": str(len(message.media)),
            "num_segments": str(message.segments),
            "price": None,
            "price_unit": "USD",
            "status": message.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": message.to,
            "uri": f"{uri}.json",
        }

    def _show_media(self, media: Media) -> Json:
        network = self.twilio.network
        moment = rfc_2822(media.created_at)
        return {
            "sid": media.sid,
            "account_sid": network.account_sid,
            "content_type": media.content_type,
            "date_created": moment,
            "date_updated": moment,
            "parent_sid": media.parent_sid,
            "uri": f"{account_path(network)}/Messages/{media.parent_sid}/Media/{media.sid}.json",
        }


def _check(from_: str, to: str, own: str) -> None:
    if not to:
        raise RestError(400, 21604, "A 'To' phone number is required.")
    if to in BAD_TO:
        raise RestError(400, BAD_TO[to], f"{to} cannot receive this message")
    if not from_:
        raise RestError(400, 21603, "A 'From' phone number is required.")
    if from_ not in (own, OWN_TEST_NUMBER):
        raise RestError(
            400, BAD_FROM.get(from_, 21606), f"{from_} is not a number that this account texts from"
        )
