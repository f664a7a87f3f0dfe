from forms.inbox.bulk.casework import AssignAction, ClearAction, RouteAction, SpamAction, StateAction
from forms.inbox.bulk.comments import PublishAction, RejectAction
from forms.inbox.bulk.stages import StageAction

ACTIONS = [
    AssignAction,
    RouteAction,
    StateAction,
    SpamAction,
    ClearAction,
    StageAction,
    PublishAction,
    RejectAction,
]
