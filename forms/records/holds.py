"""Which cases are under a legal hold. The same rule stands in `forms.records.guards`, where nothing gets round it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from forms.models import Hold, Scope, Submission


def normalise(address: str) -> str:
    return address.strip().lower()


def name_person(address: str) -> Q:
    """The condition on cases: their own address, or one somewhere in the answers, sealed ones too."""
    return Q(email=address) | Q(answers__icontains=f'"{address}"') | Q(sealed__icontains=f'"{address}"')


def find_holds() -> QuerySet[Hold]:
    return Hold.objects.filter(released_at=None)


def find_held(cases: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those of `cases` that are held. One query more, for the holds."""
    return cases.filter(write_condition(find_holds()))


def write_condition(holds: Iterable[Hold]) -> Q:
    held, cases, forms = Q(pk__in=[]), [], []
    for hold in holds:
        if hold.scope == Scope.CASE:
            cases.append(hold.case_id)
        elif hold.scope == Scope.FORM:
            forms.append(hold.form_id)
        else:
            held |= name_person(hold.person)
    return held | Q(pk__in=cases) | Q(form__in=forms)


def list_holds(case: Submission, *, ever: bool = False) -> list[Hold]:
    """Active ones that cover the case; `ever`: also those that were released."""
    holds = Hold.objects.all() if ever else find_holds()
    return [hold for hold in holds.select_related("form") if covers(hold, case)]


def map_holds(cases: Iterable[Submission]) -> dict[int, list[Hold]]:
    """{primary key of a case: what holds it}. One query for all of them."""
    holds = list(find_holds().select_related("form"))
    found = {case.pk: [hold for hold in holds if covers(hold, case)] for case in cases}
    return {key: held for key, held in found.items() if held}


def covers(hold: Hold, case: Submission) -> bool:
    if hold.scope == Scope.CASE:
        return hold.case_id == case.pk
    if hold.scope == Scope.FORM:
        return hold.form_id == case.form_id
    return bool(hold.person) and (case.email == hold.person or hold.person in list_texts([case.answers, case.sealed]))


def list_texts(answers: object) -> list[str]:
    from forms.terms import list_texts as walk

    return [text.lower() for text in walk(answers)]
