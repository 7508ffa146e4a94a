"""What a paper repeats of the step it belongs to (步骤中已写明的): chosen once with the step, not once more on the paper."""

from __future__ import annotations

from datetime import date

from anxin.apps.cases.api import CaseFacts
from anxin.apps.documents.legal.filling import choices_of
from anxin.apps.documents.legal.forms import Form, Kind


def said_with_steps(form: Form, case: CaseFacts, *, on: date) -> dict[str, str]:
    """The blanks of a paper that say what was stated with a step of its case, by the newest procedure that calls for the paper.

    Words that only name such a paper (a condition that an earlier one showed) are no reason by themselves and stay out. A ground
    goes where the law lists it, what was written besides where words are asked for.
    """
    asking = [one for one in case.procedures if form.id in one.papers]
    found: dict[str, str] = {}
    for one in form.fields:
        words = next((told.stated[one.said] for told in reversed(asking) if one.said in told.stated), "")
        if not words or words.startswith(f"{form.title}（"):
            continue
        ground, _colon, detail = words.partition("：")
        if one.kind is Kind.CHOICE:
            found |= {one.name: ground} if ground in choices_of(one, on=on) else {}
        else:
            found |= {one.name: detail} if _is_listed(form, one.said) else {one.name: words}
    return {name: text for name, text in found.items() if text}


def _is_listed(form: Form, condition: str) -> bool:
    """Whether the paper has a field of its own for the ground, so that only what was written besides is left for the words."""
    return any(one.said == condition and one.kind is Kind.CHOICE for one in form.fields)
