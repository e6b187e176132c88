"""Where administrators keep the reference data: bodies, and what reports ask of them."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget, AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils import timezone

from recommendations import words
from recommendations.fields import OneBoxDayField
from recommendations.models import Addressee, Alias, Body, Recommendation, SuperComplaint
from recommendations.models.letterheads import keep_letterhead, letterhead_of, website_as_kept
from recommendations.pictures import logo_file

admin.site.site_header = admin.site.site_title = "Super-complaint tracker: reference data"
admin.site.index_title = "What was asked, and of whom"


class WordsField(forms.CharField):
    """Words as they are stored. A browser sends other line ends, which are no change of the words."""

    def to_python(self, value):
        text = words.clean(super().to_python(value))
        if words.control_characters(text):
            raise ValidationError("Remove the characters that cannot be printed, such as control characters.")
        return text


AS_STORED = {
    models.TextField: {"form_class": WordsField, "widget": AdminTextareaWidget},
    models.DateField: {"form_class": OneBoxDayField},
}


class KeptByAdministrators(admin.ModelAdmin):
    """Administrators are those whom Django calls staff; there are no finer permissions."""

    formfield_overrides = AS_STORED

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission


class KeptInline(admin.TabularInline):
    formfield_overrides = {models.DateField: {"form_class": OneBoxDayField}}
    extra = 0

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class ReferenceForm(forms.ModelForm):
    """Shows the sentence of a constraint beside the field that can put it right: `beside` has it by name."""

    beside: dict[str, str] = {}  # names of constraints and fields

    def add_error(self, field, error):
        # What the model finds comes all at once; the sentence of a constraint then belongs to no field.
        if field is None and NON_FIELD_ERRORS in getattr(error, "error_dict", {}):
            found = dict(error.error_dict)
            for each in found.pop(NON_FIELD_ERRORS):
                found.setdefault(self.field_of(each), []).append(each)
            error = ValidationError(found)
        super().add_error(field, error)

    def field_of(self, error):
        constraints = {each.name: each.violation_error_message for each in self._meta.model._meta.constraints}
        fields = (field for name, field in self.beside.items() if constraints[name] == error.message)
        return next(fields, NON_FIELD_ERRORS)


class LogoInput(AdminFileWidget):
    """Without a link to the file, which has no address."""

    template_name = "recommendations/logo_input.html"


class BodyForm(ReferenceForm):
    beside = {
        "body_ends_after_it_began": "ended_on",
        "only_a_policing_body_or_authority_oversees": "oversees",
        "a_local_policing_body_holds_an_office": "office",
        "a_body_does_not_succeed_itself": "succeeded_by",
        "only_a_national_body_represents_others": "represents",
    }

    def clean_website(self):
        return website_as_kept(self.cleaned_data["website"])

    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        return logo_file(logo) if isinstance(logo, UploadedFile) else logo


class AliasInline(KeptInline):
    model = Alias


@admin.register(Body)
class BodyAdmin(KeptByAdministrators):
    form = BodyForm
    inlines = [AliasInline]
    formfield_overrides = AS_STORED | {models.FileField: {"widget": LogoInput}}
    list_display = ["name", "kind", "office", "region", "oversees", "began_on", "ended_on"]
    list_filter = ["kind", "office", "region"]
    list_select_related = ["oversees"]
    list_per_page = 200
    search_fields = ["name", "slug", "welsh_name", "aliases__name"]
    autocomplete_fields = ["oversees", "succeeded_by"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "welsh_name", "kind", "office", "region", "website", "source"]}),
        (
            "Whom it oversees or represents, and when it exists",
            {"fields": ["oversees", "represents", "began_on", "ended_on", "succeeded_by"]},
        ),
        (
            "Letterhead",
            {
                "fields": [
                    *("letterhead", "address", "telephone", "email", "logo"),
                    *("signatory_name", "signatory_title"),
                ]
            },
        ),
    ]

    # The slug is in addresses that people have kept, so it is chosen once.
    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def save_model(self, request, obj, form, change):
        before = letterhead_of(Body.objects.get(pk=obj.pk)) if change else letterhead_of(Body())
        super().save_model(request, obj, form, change)
        keep_letterhead(obj, before, by=request.user, at=timezone.now())


class RecommendationInline(KeptInline):
    """A list to see and follow; a recommendation has a page of its own here."""

    model = Recommendation
    fields = readonly_fields = ["number", "short_title", "due_on"]
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False


class SuperComplaintForm(ReferenceForm):
    beside = {
        "a_report_is_published_after_the_complaint": "published_on",
        "a_report_closes_after_it_was_published": "closed_on",
    }


@admin.register(SuperComplaint)
class SuperComplaintAdmin(KeptByAdministrators):
    form = SuperComplaintForm
    inlines = [RecommendationInline]
    formfield_overrides = AS_STORED | {models.URLField: {"assume_scheme": "https"}}
    list_display = ["title", "made_by", "published_on", "due_on"]
    search_fields = ["title", "report_title", "made_by"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def save_model(self, request, obj, form, change):
        before = {recommendation.pk: recommendation.due_on for recommendation in recommendations_of(obj.pk)}
        super().save_model(request, obj, form, change)
        for recommendation in recommendations_of(obj.pk):
            move_due_dates(recommendation, before[recommendation.pk])


class AddresseeForm(ReferenceForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = False
        self.fields["due_on"].help_text = "Left empty: by the rule."
        if not self.instance.pk:
            self.fields["since"].help_text = "Left empty: today, or with the report where its recommendation is new."
        # What the body answered would become another's answer. Who was not asked is deleted, who was is added.
        self.fields["body"].disabled = bool(self.instance.pk)

    def clean_since(self):
        since = self.cleaned_data["since"]
        # A recommendation that is just being typed may have no report yet.
        report = self.instance.recommendation.super_complaint if self.instance.recommendation_id else None
        if since and since > timezone.localdate():
            raise ValidationError("The day since when it is addressed must be today or in the past.")
        if since and report and since < report.published_on:
            raise ValidationError("The day since when it is addressed must be on or after the day of publication.")
        return since


class AddresseeInline(KeptInline):
    model = Addressee
    form = AddresseeForm
    fields = ["body", "since", "due_on", "due_reason"]
    autocomplete_fields = ["body"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "body":
            # Without the buttons that change or delete the body itself.
            field.widget = field.widget.widget
        return field


class RecommendationForm(ReferenceForm):
    beside = {
        "one_recommendation_per_number": "number",
        "one_recommendation_per_place": "order",
        "wording_and_its_source_together": "wording_source",
        "a_period_or_a_day_not_both": "own_due_on",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Recommendation.objects.filter(super_complaint=self.instance.super_complaint_id)
        self.fields["awaits"].queryset = others.exclude(pk=self.instance.pk)
        # What was answered would become an answer to another report.
        self.fields["super_complaint"].disabled = bool(self.instance.pk)
        if not self.instance.pk:
            self.fields["awaits"].help_text = "Save this recommendation first, then select those it waits for."


@admin.register(Recommendation)
class RecommendationAdmin(KeptByAdministrators):
    form = RecommendationForm
    inlines = [AddresseeInline]
    list_display = ["number", "short_title", "super_complaint", "due_on"]
    list_display_links = ["number", "short_title"]
    list_filter = ["super_complaint"]
    list_select_related = ["super_complaint"]
    search_fields = ["number", "short_title", "summary"]
    filter_horizontal = ["awaits"]

    def save_model(self, request, obj, form, change):
        before = Recommendation.objects.get(pk=obj.pk).due_on if change else obj.due_on
        super().save_model(request, obj, form, change)
        move_due_dates(obj, before)

    def save_formset(self, request, form, formset, change):
        for addressee in formset.save(commit=False):
            addressee.due_on = addressee.due_on or addressee.recommendation.due_on
            # Who is added to a report that is out was not asked on the days before.
            if change and not addressee.pk:
                addressee.since = addressee.since or timezone.localdate()
        super().save_formset(request, form, formset, change)


def recommendations_of(super_complaint_id) -> list[Recommendation]:
    found = Recommendation.objects.filter(super_complaint=super_complaint_id)
    return list(found.select_related("super_complaint"))


def move_due_dates(recommendation: Recommendation, before):
    """Where the rule now gives another day, the bodies that had the rule's day have it still; extensions stay."""
    if recommendation.due_on != before:
        recommendation.addressees.filter(due_on=before, due_reason="").update(due_on=recommendation.due_on)
