"""A table -> what each of its cells is, but headings and cells that say nothing of a recommendation."""

from tests.letters import W6

TABLES = [
    ("table.answer", "| Recommendation | Response |\n| --- | --- |\n| 4 | We train. |", ["answer 4: We train."]),
    (
        "table.answer",
        "| Recommendation | Response |\n| --- | --- |\n| Recommendation 4 | We train. |",
        ["answer 4: We train."],
    ),
    (
        "table.answer",
        "| No. | Update |\n| --- | --- |\n| 4 | We train. |\n| 5 | We write. |",
        ["answer 4: We train.", "answer 5: We write."],
    ),
    (
        "table.answer",
        "| No. | Update |\n| --- | --- |\n| 4 | We train. |\n|  | We write. |",
        ["answer 4: We train.", "answer 4: We write."],
    ),
    (
        "table.answer",
        "| Rec | RAG | Progress |\n| --- | --- | --- |\n| 4 | Green | We train. |",
        ["answer 4: Green", "answer 4: We train."],
    ),
    (
        "table.answer",
        "| Rec | Force response | PCC comments |\n| --- | --- | --- |\n| 5 | We train. | I write. |",
        ["answer 5 (force): We train.", "answer 5 (local_policing_body): I write."],
    ),
    (
        "table.answer",
        f"| What was asked | Response |\n| --- | --- |\n| {W6} | We train. |",
        ["quotation 6: Conduct an assessment", "answer 6: We train."],
    ),
    (
        "table.answer",
        f"| Recommendation | Response |\n| --- | --- |\n| 6. {W6} | We train. |",
        ["quotation 6: 6. Conduct an", "answer 6: We train."],
    ),
    (
        "table.recommendation",
        f"| Rec No. | Recommendation | Response |\n| --- | --- | --- |\n| 6 | {W6} | We train. |",
        ["quotation 6: Conduct an assessment", "answer 6: We train."],
    ),
    ("table.quotes", f"| No. | Action |\n| --- | --- |\n| 6 | {W6} |", ["quotation 6: Conduct an assessment"]),
    ("table.no_answer", "| No. | Update |\n| --- | --- |\n| 4 | N/A |", []),
    ("table.no_answer", "| No. | Update |\n| --- | --- |\n| 2 | We train. |", []),
    (
        "table.beside",
        "| No. | Owner | Update |\n| --- | --- | --- |\n| 4 | Supt Example | We train. |",
        ["answer 4: We train."],
    ),
    (
        "table.beside",
        "| No. | Target date | Update |\n| --- | --- | --- |\n| 4 | May 2021 | We train. |",
        ["answer 4: We train."],
    ),
    (
        "table.key",
        "| Recommendation: | 7.1 |\n| --- | --- |\n| Force update: | We train. |",
        ["answer 7.1 (force): We train."],
    ),
    (
        "table.key",
        f"| Recommendation: | 6 |\n| --- | --- |\n| Wording: | {W6} |\n| Update: | We train. |",
        ["quotation 6: Conduct an assessment", "answer 6: We train."],
    ),
    (
        "table.key",
        "| Ref | 7.1 |\n| --- | --- |\n| Evidence requirements of progress | All train. |\n| Update | |\n"
        "| Status | Not started |",
        ["quotation 7.1: All train."],
    ),
    (
        "table.key",
        "| Ref | 7.1 |\n| --- | --- |\n| Update | We train. |\n| Status | Complete |",
        ["answer 7.1: We train.", "answer 7.1: Complete"],
    ),
    ("table.key", "| Ref | 7.1 |\n| --- | --- |\n| Owner | Supt Example |\n| Update | N/A |", []),
    (
        "table.owner",
        "Recommendation 4\n\nResponse:\n\n| Owner | Supt Example |\n| --- | --- |\n| Deadline | May 2021 |",
        [],
    ),
    (
        "outline.heading",
        "Recommendation 4\n\n| District | Staff trained |\n| --- | --- |\n| North | All of them |",
        ["answer 4: District", "answer 4: Staff trained", "answer 4: North", "answer 4: All of them"],
    ),
    (
        "outline.label",
        f"| Recommendation 6 | {W6} |\n| --- | --- |\n| Force response | We train. |",
        ["quotation 6: Conduct an assessment", "answer 6 (force): We train."],
    ),
    (
        "table.answer",
        "| No | Recommendation | Owner | Response |\n| --- | --- | --- | --- |\n| 5 | Reassure. | Force | We train. |\n"
        "| 5 | Reassure. | PCC | I wrote. |\n| 8 | Update. | Force and PCC | It is this. |\n"
        "| 6 | Assess. | J Example | We did. |",
        [
            "quotation 5: Reassure.",
            "answer 5 (force): We train.",
            "quotation 5: Reassure.",
            "answer 5 (local_policing_body): I wrote.",
            "quotation 8: Update.",
            "answer 8 (joint): It is this.",
            "quotation 6: Assess.",
            "answer 6: We did.",
        ],
    ),
    (
        "table.beside",
        "| Rec | HMICFRS comment | Gaps | Our response |\n| --- | --- | --- | --- |\n"
        "| 4 | We want more. | None known | We train. |",
        ["answer 4: We train."],
    ),
    # The numbers' column says nothing of itself
    (
        "table.answer",
        "|  | Our text |\n| --- | --- |\n| 4 | We train. |\n| 5 | We write. |",
        ["answer 4: We train.", "answer 5: We write."],
    ),
    (
        "table.recommendation",
        f"|  | Asked | Response |\n| --- | --- | --- |\n| 6 | {W6} | We train. |\n| 7 | Train. | We do. |",
        ["quotation 6: Conduct an assessment", "answer 6: We train.", "quotation 7: Train.", "answer 7: We do."],
    ),
]
