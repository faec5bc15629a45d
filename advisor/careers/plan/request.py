"""What was asked for, checked: the two roles, the hours, and the person."""

from __future__ import annotations

from advisor.careers.catalog import Catalog
from advisor.careers.plan.values import PlanRequest
from advisor.careers.profile import Profile, make_profile
from advisor.careers.records import Occupation
from advisor.errors import UsageError

MOST_HOURS = 80
MOST_MONTHS = 60


def resolve(request: PlanRequest, catalog: Catalog) -> tuple[Profile, Occupation | None, Occupation]:
    """(profile, present role, target role). Raises UsageError, with the remedy, for a request that cannot be met."""
    _check_numbers(request)
    target = catalog.occupation(request.target)
    profile = _profile(request, catalog)
    origin = catalog.occupations[profile.role] if profile.role else None
    if origin is None and not profile.text.strip():
        raise UsageError(
            "Say where you start: name the role that you have, write what you can do, or give a résumé "
            "(`--from`, `--have`, `--resume`)."
        )
    if origin is not None and origin.id == target.id:
        raise UsageError(f"You named {target.title} twice. Name the role that you have and the role that you want.")
    return profile, origin, target


def _check_numbers(request: PlanRequest) -> None:
    if not 1 <= request.hours_per_week <= MOST_HOURS:
        raise UsageError(
            f"{request.hours_per_week:g} hours a week cannot be planned. Give a number from 1 to {MOST_HOURS}."
        )
    if request.months is not None and not 1 <= request.months <= MOST_MONTHS:
        raise UsageError(f"{request.months:g} months cannot be planned. Give a number from 1 to {MOST_MONTHS}.")
    if not 1 <= request.hours_per_skill <= 1000:
        raise UsageError(f"{request.hours_per_skill:g} hours for one skill make no plan. Give a number from 1 to 1000.")


def _profile(request: PlanRequest, catalog: Catalog) -> Profile:
    """What the person wrote and their résumé as one text, and the role that they hold."""
    read = request.profile or Profile()
    text = "\n".join(t for t in (request.have.strip(), read.text) if t)
    role = request.origin or read.role or _told_role(text, catalog, request.target)
    return make_profile(catalog, text, role, read.notes)


def _told_role(text: str, catalog: Catalog, target: str) -> str | None:
    """The first role that a text names, other than the target."""
    wanted = catalog.occupation(target).id
    return next((f.key for f in catalog.occupation_names.find(text) if f.key != wanted), None)
