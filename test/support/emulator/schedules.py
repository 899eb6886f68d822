"""Where moto 5.2.5 differs from AWS in schedules."""

from moto.scheduler.responses import EventBridgeSchedulerResponse


def apply() -> None:
    mend_client_tokens()


def mend_client_tokens() -> None:
    """A call that comes again with its token has its first answer (EventBridge Scheduler API reference, CreateSchedule,
    ClientToken, 2026-11); moto says `ConflictException`, so that a call whose answer was lost fails when it is retried."""
    create = EventBridgeSchedulerResponse.create_schedule
    answers = {}

    def mended(self):
        token = self._get_param("ClientToken")
        if token is None:
            return create(self)
        call = (self.current_account, self.region, self.uri, token)
        if call not in answers:
            answers[call] = create(self)
        return answers[call]

    EventBridgeSchedulerResponse.create_schedule = mended
