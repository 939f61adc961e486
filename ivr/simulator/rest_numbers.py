"""The account's one number over REST: look at it, and point it at other webhooks.

https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
"""

from dataclasses import dataclass

from flask import Blueprint, request

from ivr.simulator.network import API_VERSION, LineNumber
from ivr.simulator.rest_answers import Json, account_path, missing, page, rfc_2822
from ivr.simulator.stand_in import Twilio

# What a client may change, in its words and in ours.
FIELDS = {
    "FriendlyName": "friendly_name",
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "VoiceApplicationSid": "voice_application_sid",
    "VoiceReceiveMode": "voice_receive_mode",
    "TrunkSid": "trunk_sid",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
    "SmsApplicationSid": "sms_application_sid",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
}


@dataclass(frozen=True)
class Numbers:
    twilio: Twilio

    def blueprint(self) -> Blueprint:
        routes = Blueprint("numbers", __name__)
        routes.get("/IncomingPhoneNumbers.json")(self.list)
        routes.get("/IncomingPhoneNumbers/<sid>.json")(self.fetch)
        routes.post("/IncomingPhoneNumbers/<sid>.json")(self.update)
        return routes

    def list(self) -> Json:
        line = self.twilio.network.line
        # Twilio matches a part of the number, too.
        asked = request.args.get("PhoneNumber", line.number)
        return page(
            self.twilio.network, "incoming_phone_numbers", [line] * (asked in line.number), self._show
        )

    def fetch(self, sid: str) -> Json:
        return self._show(self._line(sid))

    def update(self, sid: str) -> Json:
        line = self._line(sid)
        for name, attribute in FIELDS.items():
            if name in request.form:
                setattr(line, attribute, request.form[name] or None)
        if lookup := request.form.get("VoiceCallerIdLookup"):
            line.voice_caller_id_lookup = lookup.lower() == "true"
        return self._show(line)

    def _line(self, sid: str) -> LineNumber:
        line = self.twilio.network.line
        if sid != line.sid:
            raise missing()
        return line

    def _show(self, line: LineNumber) -> Json:
        network = self.twilio.network
        created = rfc_2822(network.clock.start)
        nothing = (
            "address_sid",
            "bundle_sid",
            "emergency_address_sid",
            "identity_sid",
        )
        return dict.fromkeys(nothing) | {
            "sid": line.sid,
            "account_sid": network.account_sid,
            "address_requirements": "none",
            "api_version": API_VERSION,
            "beta": False,
            "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
            "date_created": created,
            "date_updated": created,
            "emergency_address_status": "unregistered",
            "emergency_status": line.emergency_status,
            "friendly_name": line.friendly_name,
            "origin": "twilio",
            "phone_number": line.number,
            "sms_application_sid": line.sms_application_sid,
            "sms_fallback_method": line.sms_fallback_method,
            "sms_fallback_url": line.sms_fallback_url or "",
            "sms_method": line.sms_method,
            "sms_url": line.sms_url,
            "status": "in-use",
            "status_callback": line.status_callback or "",
            "status_callback_method": line.status_callback_method,
            "trunk_sid": line.trunk_sid,
            "type": "local",
            "uri": f"{account_path(network)}/IncomingPhoneNumbers/{line.sid}.json",
            "voice_application_sid": line.voice_application_sid,
            "voice_caller_id_lookup": line.voice_caller_id_lookup,
            "voice_fallback_method": line.voice_fallback_method,
            "voice_fallback_url": line.voice_fallback_url or "",
            "voice_method": line.voice_method,
            "voice_receive_mode": line.voice_receive_mode,
            "voice_url": line.voice_url,
        }
