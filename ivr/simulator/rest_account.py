"""The account itself and its messaging services over REST: whether it works, and who else answers its texts.

https://www.twilio.com/docs/iam/api/account
https://www.twilio.com/docs/messaging/api/service-resource

Twilio serves the second at messaging.twilio.com; here it is one host for all.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint

from ivr.simulator.network import MessagingService
from ivr.simulator.rest_answers import Json, account_path, missing
from ivr.simulator.stand_in import Twilio

SERVICES = "/v1/Services"


@dataclass(frozen=True)
class Account:
    twilio: Twilio
    routes: Blueprint = field(default_factory=lambda: Blueprint("account", __name__))

    def blueprint(self) -> Blueprint:
        self.routes.get(f"{account_path(self.twilio.network)}.json")(self.fetch)
        self.routes.get(SERVICES)(self.services)
        self.routes.get(f"{SERVICES}/<sid>/PhoneNumbers")(self.numbers)
        self.routes.get(f"{SERVICES}/<sid>/Compliance/Usa2p")(self.campaigns)
        return self.routes

    def fetch(self) -> Json:
        network = self.twilio.network
        return {
            "sid": network.account_sid,
            "friendly_name": "the account",
            "status": network.account.status,
            "type": network.account.type,
        }

    def services(self) -> Json:
        return _page("services", [_service(service) for service in self.twilio.network.account.services])

    def numbers(self, sid: str) -> Json:
        line, service = self.twilio.network.line, self._service(sid)
        shown = {"sid": line.sid, "service_sid": sid, "phone_number": line.number}
        return _page("phone_numbers", [shown] * service.holds_the_number)

    def campaigns(self, sid: str) -> Json:
        status = self._service(sid).campaign_status
        return _page("compliance", [{"sid": "QE" + "0" * 32, "campaign_status": status}] * bool(status))

    def _service(self, sid: str) -> MessagingService:
        found = [service for service in self.twilio.network.account.services if service.sid == sid]
        if not found:
            raise missing()
        return found[0]


def _service(service: MessagingService) -> Json:
    return {
        "sid": service.sid,
        "friendly_name": service.name,
        "inbound_request_url": service.inbound_request_url,
        "use_inbound_webhook_on_number": service.use_inbound_webhook_on_number,
        "us_app_to_person_registered": service.campaign_status == "VERIFIED",
    }


def _page(key: str, records: list[Any]) -> Json:
    return {key: records, "meta": {"key": key, "page": 0, "page_size": 50, "next_page_url": None}}
