from forms.inbox.bulk.casework import AssignAction, ClearAction, RouteAction, SpamAction, StateAction
from forms.inbox.bulk.comments import PublishAction, RejectAction

ACTIONS = [AssignAction, RouteAction, StateAction, SpamAction, ClearAction, PublishAction, RejectAction]
