"""What people type about a person and a lead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from campaigns.shipped import PROSPECTING
from leadfollow.people.lists.remembered import offered
from leadfollow.people.models import User
from leadfollow.seen import SeenForm
from leadfollow.words import Said
from leads.identity import is_junk, phone_key
from leads.intake import Person
from leads.layout import laid_out
from leads.models import Contact, Lead
from leads.models.contact import EXCUSES, SIX
from leads.own_fields.asking import beside, form_field, name_of, told_in
from leads.own_fields.values import own_fields_in_use
from leads.product_form import choice_of_product
from leads.products import PRODUCTS
from leads.regions import home_of

PERSON = (*SIX, "job_title", "city", "country")
LEAD = ("organisation", "website", "value", "note")
WISHES = ("no_email", "no_phone")
TYPED = {"autocomplete": "off"}
ABOUT = ("campaign", "request", "product", "owner")  # of an inquiry, in this order


def text(label: Said, most: int, help_text: Said = "", **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={**TYPED, **attributes})
    return forms.CharField(
        label=label, max_length=most, required=False, widget=widget, help_text=help_text
    )


def needed(name: str) -> Field:
    """One of the six fields, with the sign that says so."""
    return Field(name, wrapper_class="needed", aria_required="true")


def labels_of(names: Iterable[str]) -> list[str]:
    """Some of the six fields as the forms call them."""
    return [str(PersonForm.base_fields[name].label) for name in names]


def is_postal_code(name: str, typed: str) -> bool:
    """12345 and 1234 are towns, as a number nobody's."""
    return name == "postal_code" and typed.isdecimal()


class PersonForm(SeenForm):
    """A person. None of the six fields may be left blank, but where the person has none; what
    was missing before may stay so while something else is corrected."""

    name = text(gettext_lazy("Name"), 160)
    company = text(
        gettext_lazy("Company"), 200, gettext_lazy("Of a private person, the name again.")
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, widget=forms.EmailInput(attrs=TYPED)
    )
    phone = text(
        gettext_lazy("Phone"),
        60,
        gettext_lazy("With the country’s code: +49 30 5550101."),
        inputmode="tel",
    )
    address = text(gettext_lazy("Address"), 300)
    postal_code = text(gettext_lazy("Postal code"), 20)
    city = text(gettext_lazy("City"), 120)
    country = text(gettext_lazy("Country"), 80, gettext_lazy("Two letters, such as DE."))
    job_title = text(gettext_lazy("Job title"), 120)
    no_email = forms.BooleanField(
        label=gettext_lazy("Has no e-mail, or wants none"), required=False
    )
    no_phone = forms.BooleanField(
        label=gettext_lazy("Has no phone, or wants no calls"), required=False
    )

    people: tuple[Any, ...] = (
        Div(needed("name"), "job_title", needed("email"), needed("phone"), css_class="fields"),
        Div("no_email", "no_phone", css_class="inline"),
        Div(
            *map(needed, ("company", "address", "postal_code")),
            *("city", "country"),
            css_class="fields",
        ),
    )

    def __init__(
        self,
        *args: Any,
        contact: Contact | None = None,
        at: Campaign | None = None,
        **kwargs: Any,
    ) -> None:
        self.contact, self.at = contact, at
        super().__init__(*args, **kwargs)
        if contact:
            self.look_at(contact, (*PERSON, *WISHES))
        self.helper = laid_out(*self.people)

    def clean(self) -> dict[str, Any]:
        """Refuse blanks, words that only fill a field, and numbers that cannot be dialled."""
        said = self.cleaned_data
        for name in SIX:
            if name in self.errors:
                continue
            if not said.get(name):
                self.refuse_blank(name)
            elif is_junk(said[name]) and not is_postal_code(name, said[name]):
                self.add_error(
                    name,
                    _("“%(said)s” says nothing. Leave no field filled in vain.")
                    % {"said": said[name]},
                )
        self.check_number(said.get("phone", ""), said.get("country", ""))
        return said

    def check_number(self, number: str, country: str) -> None:
        is_new = number and "phone" in self.changed_data and not self.has_error("phone")
        if is_new and not phone_key(number, country, self.home):
            self.add_error("phone", _("Write it with the country’s code: +49 30 5550101."))

    def refuse_blank(self, name: str) -> None:
        excuse = EXCUSES.get(name)
        if excuse and self.cleaned_data.get(excuse):
            return
        if self.contact and not getattr(self.contact, name):
            return
        label = {"field": self.fields[name].label}
        if excuse:
            self.add_error(
                name, _("%(field)s is missing. Or tick below that there is none.") % label
            )
        else:
            self.add_error(name, _("%(field)s is missing.") % label)

    @property
    def person(self) -> Person:
        said = {name: self.cleaned_data[name] for name in (*PERSON, *WISHES)}
        return Person(**said, home=self.home)

    @property
    def home(self) -> str:
        """Whose numbers need no country's code: as at the campaign through which one came."""
        return home_of(self.at)

    @property
    def six(self) -> list[tuple[str, bool]]:
        """The six fields, and whether they are known of this person, or need not be."""
        missing = self.contact.missing if self.contact else SIX
        return [(str(self.fields[name].label), name not in missing) for name in SIX]


class FurtherPersonForm(PersonForm):
    """One more person at a lead."""

    role = text(gettext_lazy("Role"), 80, gettext_lazy("What he decides, or does there."))

    people = ("role", *PersonForm.people)


class LeadFactsForm(SeenForm):
    """What is known of a lead itself, beside its people and what was done."""

    organisation = text(gettext_lazy("Organisation"), 200)
    website = text(
        gettext_lazy("Web site"), 200, gettext_lazy("As in: www.hafen.example"), inputmode="url"
    )
    value = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput(attrs={**TYPED, "step": "0.01"}),
        label=gettext_lazy("Value"),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, lead: Lead) -> None:
        super().__init__(data)
        self.look_at(lead, LEAD)
        self.lead = lead
        self.fields["value"].label = _("Value in %(currency)s") % {
            "currency": lead.campaign.currency
        }
        self.helper = laid_out(Div("organisation", "website", "value", css_class="fields"), "note")

    def clean_organisation(self) -> str:
        """Who was known stays known."""
        name: str = self.cleaned_data["organisation"]
        if self.lead.organisation and not name:
            raise forms.ValidationError(
                _("Organisation is missing. Of a private person, the name.")
            )
        if name and is_junk(name):
            raise forms.ValidationError(
                _("“%(name)s” says nothing. Write who it is.") % {"name": name}
            )
        return name


class LeadForm(PersonForm):
    """A lead made by hand: who asks, for what, through which campaign; whose it shall be."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=gettext_lazy("Campaign"), empty_label=None
    )
    request = text(
        gettext_lazy("Asked for"), 200, gettext_lazy("As in: price list, demonstration.")
    )
    message = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    product = choice_of_product()
    found_by = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Found by"), required=False, empty_label="–"
    )
    referred_by = text(gettext_lazy("Referred by"), 160)
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Owner"),
        required=False,
        empty_label=gettext_lazy("By turn in the team"),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        campaigns, owners = campaigns_for(by), User.objects.assignable_by(by)
        self.choose_from("campaign", campaigns)
        self.choose_from("found_by", User.objects.active())
        self.choose_from("owner", owners)
        if by.is_rep:
            self.fields["found_by"].initial = by
        self.fields["campaign"].initial = campaigns.filter(code=PROSPECTING).first()
        if not self.may_choose_owner:
            del self.fields["owner"]
        if not offered(PRODUCTS):
            del self.fields["product"]
        asked = [name for name in ABOUT if name in self.fields]
        self.own = [field for field in own_fields_in_use() if field.is_asked]
        for field in self.own:
            self.fields[name_of(field)] = form_field(field, is_needed=field.is_needed)
        self.inquiry_helper = laid_out(
            Div(*asked, css_class="fields"),
            "message",
            Div("found_by", "referred_by", css_class="fields"),
            *beside(self.own),
            "key",
        )

    def choose_from(self, name: str, rows: Any) -> None:
        cast(forms.ModelChoiceField, self.fields[name]).queryset = rows

    @property
    def home(self) -> str:
        return home_of(self.cleaned_data.get("campaign"))

    @property
    def chosen_campaign(self) -> Campaign | None:
        """The one that is chosen, or offered first; None where the choice is none."""
        chosen = self["campaign"].value()
        if isinstance(chosen, Campaign):
            return chosen
        offered = cast(forms.ModelChoiceField, self.fields["campaign"])
        try:
            return cast(Campaign | None, offered.to_python(chosen))
        except forms.ValidationError:
            return None

    @property
    def may_choose_owner(self) -> bool:
        return self.by.is_manager or self.by.is_event_manager or self.by.is_admin

    @property
    def whose(self) -> User | None:
        """A rep keeps what he finds; who may choose and does not, leaves it to the team's turn."""
        if self.may_choose_owner:
            return self.cleaned_data["owner"]
        return self.by

    @property
    def inquiry(self) -> dict[str, Any]:
        """What `enter_lead` is told beside the person."""
        told = (*ABOUT, "message", "found_by", "referred_by", "key")
        known = {name: self.cleaned_data[name] for name in told if name in self.cleaned_data}
        return known | {"owner": self.whose, "own": told_in(self.cleaned_data, self.own)}


def campaigns_for(by: User) -> Any:
    """Through which campaigns this person may enter a lead."""
    campaigns = Campaign.objects.in_use()
    if by.is_rep or by.is_manager or by.is_admin:
        return campaigns
    return campaigns.filter(owner=by)
