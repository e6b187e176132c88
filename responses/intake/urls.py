"""Addresses of letters that arrived."""

from django.urls import path

from responses.intake.views import arrived, confirm, placing, together

urlpatterns = [
    path("super-complaints/<slug:slug>/intake/", arrived.intake, name="intake"),
    path("super-complaints/<slug:slug>/intake/recognised/", together.record_recognised, name="record_recognised"),
    path("super-complaints/<slug:slug>/intake/duplicates/", together.remove_duplicates, name="remove_duplicates"),
    path("intake/<int:intake_id>/", confirm.confirm_letter, name="confirm_letter"),
    path("intake/<int:intake_id>/file/", arrived.intake_file, name="intake_file"),
    path("intake/<int:intake_id>/read-again/", arrived.read_again, name="read_again"),
    path("intake/<int:intake_id>/move/", arrived.move_intake, name="move_intake"),
    path("intake/<int:intake_id>/remove/", arrived.remove_intake, name="remove_intake"),
    path("updates/<int:update_id>/place-answers/", placing.place_answers, name="place_answers"),
    path(
        "updates/<int:update_id>/parts/<slug:body_slug>/place-answers/",
        placing.place_part_answers,
        name="place_part_answers",
    ),
    path("answer-files/<int:answer_file_id>/", placing.confirm_answers, name="confirm_answers"),
    path("answer-files/<int:answer_file_id>/returned/", placing.confirm_returned, name="confirm_returned"),
    path("answer-files/<int:answer_file_id>/file/", placing.answer_file, name="answer_file"),
]
