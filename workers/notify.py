"""Send the e-mails that are owed: one for each delivered report, without anything of it."""

from datetime import datetime

from ivr import log
from ivr.mail import MailError, notify
from workers.house import House

DUTY = "notify"


def notify_owed(house: House, now: datetime) -> str:
    """Send until none is owed or one fails; that one is tried a few times more. Raises StoreError."""
    sent = 0
    while report := house.store.outbox.claim_mail(now):
        try:
            notify(house.settings.smtp_url, house.settings.notify_from, house.settings.notify_to)
        except MailError as error:
            log.write("no e-mail yet", duty=DUTY, report=log.short(report), reason=error)
            return str(error)
        house.store.outbox.mailed(report)
        sent += 1
    return f"{sent} sent"
