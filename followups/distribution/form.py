"""A rule as it is typed: which leads, to whom, how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Segment
from followups.models import DistributionRule, Way
from followups.operations.distributing import Draft
from followups.panel.forms import select
from leadfollow.people.models import Team, User
from leads.models import Product, Territory
from leads.territories import PART as TERRITORIES


def choice(label: Any, empty: Any, **more: Any) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(
        User.objects.none(),
        label=label,
        empty_label=empty,
        required=False,
        widget=select(),
        **more,
    )


class RuleForm(forms.Form):
    """Conditions, of which an empty one fits every lead; a team, or reps; the way among them."""

    segment = choice(gettext_lazy("Segment"), gettext_lazy("Any"))
    campaign = choice(gettext_lazy("Campaign"), gettext_lazy("Any"))
    territory = choice(gettext_lazy("Territory"), gettext_lazy("Any"))
    product = choice(gettext_lazy("Product"), gettext_lazy("Any"))
    team = choice(gettext_lazy("To the team"), gettext_lazy("To the reps ticked below"))
    reps = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Or to these reps"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Among them"),
        choices=[
            (Way.ROUND_ROBIN, gettext_lazy("in turn: to whoever has waited longest for one")),
            (
                Way.LEAST_LOADED,
                gettext_lazy("by load: to whoever has the least follow-up due in 5 working days"),
            ),
        ],
        widget=forms.RadioSelect,
        initial=Way.ROUND_ROBIN,
    )
    only_at_work = forms.BooleanField(
        label=gettext_lazy("Only to reps who are at work at that moment"),
        required=False,
        help_text=gettext_lazy(
            "Where nobody is, the next rule that fits decides; without one the lead waits until"
            " somebody begins work."
        ),
    )
    accept_within = forms.IntegerField(
        label=gettext_lazy("Working minutes to accept it"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=gettext_lazy(
            "Who neither touches nor accepts it by then loses it to the next rep. Empty: nobody"
            " need accept."
        ),
    )
    place = forms.TypedChoiceField(label=gettext_lazy("Place"), coerce=int, widget=select())

    def __init__(self, data: Any = None, *, rule: DistributionRule | None, by: User) -> None:
        self.rule, self.by = rule, by
        rules = DistributionRule.objects.in_use().count()
        places = rules + (rule is None or rule.retired_at is not None)
        super().__init__(data, auto_id="rule-%s", initial=initial_of(rule, places))
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (n, _("%(n)s of %(places)s") % {"n": n, "places": places}) for n in range(1, places + 1)
        ]
        self.offer(
            "segment", Segment.objects.filter(retired_at=None), getattr(rule, "segment_id", None)
        )
        self.offer("product", Product.objects.offered(), getattr(rule, "product_id", None))
        self.offer("territory", territories(), getattr(rule, "territory_id", None))
        self.offer("campaign", campaigns_of(by), getattr(rule, "campaign_id", None))
        self.offer("team", teams_of(by), getattr(rule, "team_id", None))
        reps = User.objects.active().reps().filter(team__in=teams_of(by)).select_related("team")
        self.offer("reps", reps, *(rule.reps.values_list("pk", flat=True) if rule else ()))
        if not by.is_admin:
            self.fields["campaign"].required = True
            self.fields["campaign"].error_messages["required"] = _(
                "Choose a campaign whose leads your team receives."
            )

    def offer(self, name: str, rows: QuerySet[Any], *present: int | None) -> None:
        """What may be chosen, and what stands there already; a part nobody uses is not asked."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        model: type[Model] = rows.model
        kept = [pk for pk in present if pk]
        field.queryset = model._default_manager.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=kept))
        if name in ("territory", "product") and not field.queryset.exists():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("team") and said.get("reps"):
            self.add_error("reps", _("Either the whole team or single reps: clear one of them."))
        elif not said.get("team") and not said.get("reps") and "reps" not in self.errors:
            self.add_error("team", _("Choose a team, or tick the reps that get these leads."))
        return said

    @property
    def draft(self) -> Draft:
        said = self.cleaned_data
        chosen = {
            f"{name}_id": said[name].pk if said.get(name) else None
            for name in ("segment", "campaign", "territory", "product", "team")
        }
        return Draft(
            **chosen,
            way=said["way"],
            only_at_work=said["only_at_work"],
            accept_within=said["accept_within"],
            reps=tuple(sorted(rep.pk for rep in said["reps"])),
            place=said["place"],
        )


def initial_of(rule: DistributionRule | None, places: int) -> dict[str, Any]:
    if rule is None:
        return {"place": places}
    names = ("segment", "campaign", "territory", "product", "team")
    ids = {name: getattr(rule, f"{name}_id") for name in names}
    place = places if rule.retired_at else rule.position
    rest = {"way": rule.way, "only_at_work": rule.only_at_work, "place": place}
    rest |= {"accept_within": rule.accept_within}
    return ids | rest | {"reps": list(rule.reps.all())}


def territories() -> QuerySet[Territory]:
    """Those in use; none while the part is off."""
    known = Territory.objects.filter(retired_at=None)
    return known if TERRITORIES.is_on else known.none()


def teams_of(user: User) -> QuerySet[Team]:
    """To whom he may send leads: an admin to all teams, a manager to those he leads."""
    teams = Team.objects.in_use()
    return teams if user.is_admin else teams.filter(pk__in=user.led_team_ids)


def campaigns_of(user: User) -> QuerySet[Campaign]:
    """Whose leads he may send: a manager those that his teams receive."""
    campaigns = Campaign.objects.in_use()
    return campaigns if user.is_admin else campaigns.filter(team__in=user.led_team_ids)
