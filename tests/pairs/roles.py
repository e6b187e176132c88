# ruff: noqa: E501 - paragraphs are kept as they would be written, their lines unbroken
"""A few paragraphs -> what each of them is: "answer 4: " and its first words; headings and the envelope are left out."""

from tests.letters import W1, W4_FIRST, W4_POINTS, W5, W6

POLICY = "We have a new policy on calls."
ANSWER_4, ANSWER_6 = "answer 4: We have a", "answer 6: We have a"
Q1, Q4, Q5, Q6 = (
    "quotation 1: As an interim",
    "quotation 4: With reference to",
    "quotation 5: With reference to",
    "quotation 6: Conduct an assessment",
)

SECTIONS = [
    ("outline.heading", f"Recommendation 4\n\n{POLICY}", [ANSWER_4]),
    ("outline.heading", f"Recommendation 99\n\n{POLICY}", ["general: We have a"]),
    ("outline.heading", f"Recommendation 4b\n\n{POLICY}", [ANSWER_4]),  # which the report has as 4
    ("outline.heading", f"Recommendations 4 and 5\n\n{POLICY}", ["answer 4 5: We have a"]),
    ("outline.heading", f"Recommendation 4\n\nRecommendation 5\n\n{POLICY}", ["answer 5: We have a"]),
    (
        "outline.heading",
        f"Recommendation 4\n\n{POLICY}\n\n- Staff are trained.",
        [ANSWER_4, "answer 4: Staff are trained."],
    ),
    (
        "outline.heading",
        f"There were two, recommendation 5 as above and recommendation 6: {W6}\n\n{POLICY}",
        ["general: There were two,", Q6, ANSWER_6],
    ),
    (
        "outline.closes",
        f"Recommendation 4\n\n{POLICY}\n\nYours sincerely\n\nWe look forward to May.\n\nYours sincerely\n\nJo Example",
        [ANSWER_4, "general: Yours sincerely", "general: We look forward"],
    ),
    (
        "outline.parts",
        f"Recommendation 4\n\n{POLICY}\n\nNext steps\n\nWe meet in May.",
        [ANSWER_4, "general: Next steps", "general: We meet in"],
    ),
    (
        "outline.list",
        f"Recommendations\n\n1. {W1}\n\n4. {W4_FIRST}",
        ["quotation 1: 1. As an", "quotation 4: 4. With reference"],
    ),
    ("outline.addressee", f"Recommendation 4\n\nTo chief constables\n\n{POLICY}", [ANSWER_4]),
    (
        "outline.subheading",
        f"Recommendation 4\n\nResponse:\n\nOur new policy\n\n{POLICY}",
        ["general: Our new policy", ANSWER_4],
    ),
    (
        "outline.label",
        f"Recommendation 4\n\nOfficers train.\n\nResponse:\n\n{POLICY}",
        ["quotation 4: Officers train.", ANSWER_4],
    ),
    (
        "outline.label",
        f"Recommendation 4\n\nRecommendation text:\n\n{W4_FIRST}\n\nResponse:\n\n{POLICY}",
        [Q4, ANSWER_4],
    ),
    (
        "outline.label",
        f"Recommendation 4\n\n{POLICY}\n\nRecommendation 6\n\n{POLICY}\n\nPCC comments\n\nI am content.",
        [ANSWER_4, ANSWER_6, "general: I am content."],
    ),
    (
        "outline.label",
        f"Recommendation 4\n\n{POLICY}\n\nAnnex A – Response of the Chief Constable\n\nThe force trains all.",
        [ANSWER_4, "general: The force trains"],
    ),
    (
        "outline.item",
        f"In response to recommendations 1 and 4:\n\n1. Calls stay open.\n\n4. {POLICY}",
        ["answer 1: 1. Calls stay", "answer 4: 4. We have"],
    ),
    (
        "outline.item",
        f"1. Calls stay open.\n\n4. {POLICY}\n\n5. Leaflets went out.",
        ["answer 1: 1. Calls stay", "answer 4: 4. We have", "answer 5: 5. Leaflets went"],
    ),
    ("outline.item", f"1. Calls stay open.\n\n2. {POLICY}", ["general: 1. Calls stay", "general: 2. We have"]),
    (
        "outline.leads_in",
        "In relation to recommendation 4, all is done.\n\nStaff are trained.",
        ["answer 4: In relation to", "answer 4: Staff are trained."],
    ),
    ("outline.leads_in", "On recommendation 2 we have a policy.", ["general: On recommendation 2"]),
    ("outline.leads_in", "On recommendation 4 chief constables should take steps.", ["general: On recommendation 4"]),
    (
        "outline.narrows",
        "Response to recommendations 1 and 4\n\nWe accept both.\n\nIn relation to recommendation 4, staff are trained.",
        ["answer 1 4: We accept both.", "answer 4: In relation to"],
    ),
    (
        "outline.narrows",
        "Response to recommendations 1 and 4\n\nWe accept both.\n\n4. Staff are trained.",
        ["answer 1 4: We accept both.", "answer 4: 4. Staff are"],
    ),
    (
        "outline.asked",
        f"You asked for an update on recommendation 4. {POLICY}",
        ["general: You asked for", ANSWER_4],
    ),
    (
        "outline.asked",
        "You asked for an update on recommendation 4. It is with the Chief, and you will have his reply in May.",
        ["general: You asked for"],
    ),
    (
        "outline.asked",
        f"You will know what was said on recommendation 4. {POLICY}",
        ["general: You will know"],
    ),
    (
        "outline.heading",
        f"Recommendation 1 – lead A\n\nRecommendation 4 – lead B\n\nRecommendation 5 – lead C\n\n{POLICY}",
        ["general: We have a"],
    ),
    (
        "outline.beside",
        f"Recommendation 4\n\n{POLICY}\n\nOwner: the deputy\n\nStaff are trained.",
        [ANSWER_4, "general: Owner: the deputy", "answer 4: Staff are trained."],
    ),
    ("outline.stand", "Recommendation 1 is part of what we do on recommendation 4.", ["general: Recommendation 1 is"]),
    ("outline.stand", "When we wrote on recommendation 1 we said this.", ["general: When we wrote"]),
    (
        "outline.stand",
        "Recommendation 1 is for chief constables and forces accept it.",
        ["general: Recommendation 1 is"],
    ),
    (
        "outline.stand",
        "The Chief Constable has replied on recommendation 1, and we accept it.",
        ["general: The Chief Constable"],
    ),
    (
        "outline.heading",
        "The force trains. Recommendation 4: We have a policy. Recommendation 5: We wrote.",
        ["general: The force trains.", "answer 4: We have a", "answer 5: We wrote."],
    ),
    (
        "outline.narrows",
        f"Recommendation 4\n\n{POLICY}\n\nIn relation to recommendation 5, we wrote to all.",
        [ANSWER_4, "answer 5: In relation to"],
    ),
    (
        "outline.no_answer",
        "Recommendation 4\n\nResponse:\n\nClick or tap here to enter text.",
        ["general: Click or tap"],
    ),
    ("envelope.agreed", f"Recommendation 4\n\n{POLICY}\n\nSigned off by: Jo Example", [ANSWER_4]),
    ("outline.no_answer", "Recommendation 6\n\nResponse:\n\nFor OPCC", ["general: For OPCC"]),
    ("outline.no_answer", "Recommendation 6\n\nResponse:\n\nResponse to follow.", ["general: Response to follow."]),
    ("outline.no_answer", "Recommendation 6\n\nThat Members note the update.", ["general: That Members note"]),
    (
        "outline.stand",
        "Borsetshire Police\n\nFelpersham Constabulary is working on recommendation 4, we hear.",
        ["general: Borsetshire Police", "general: Felpersham Constabulary is"],
    ),
    (
        "outline.leads_in",
        "On recommendation 4 we trained staff.\n\nRecommendation 5 is out of our hands.",
        ["answer 4: On recommendation 4", "general: Recommendation 5 is"],
    ),
    ("outline.stand", "Unlike others we have not accepted recommendation 5.", ["general: Unlike others we"]),
    ("outline.no_answer", "Recommendation 6\n\nResponse:\n\nFor the PCC", []),
    (
        "outline.no_answer",
        "Recommendation 6\n\nThis is for commissioners, so it isn’t covered here.",
        ["general: This is for"],
    ),
    ("outline.stand", "We cannot speak for the police on recommendation 1.", ["general: We cannot speak"]),
    ("outline.no_answer", "Recommendation 6\n\nResponse:\n\nFor OPCC to complete.", ["general: For OPCC to"]),
    (
        "outline.outside",
        f"NPCC response\n\nRecommendation 4 is for chief constables. {POLICY}",
        ["general: Recommendation 4 is"],
    ),
    ("outline.stand", "We leave it to others to answer recommendation 4.", ["general: We leave it"]),
    ("outline.stand", "The force accepts recommendation 4. Staff met.", ["answer 4: The force accepts"]),
    ("outline.stand", "Recommendation 4 has been completed. Staff met.", ["answer 4: Recommendation 4 has"]),
    ("outline.stand", "We support recommendation 2 to the Home Office.", ["general: We support recommendation"]),
    ("outline.stand", "We accept what follows, as set out in recommendation 4.", ["general: We accept what"]),
    (
        "outline.stand",
        "We accept recommendation 4, which is set out in the annex.",
        ["general: We accept recommendation"],
    ),
    ("outline.stand", "We welcome recommendation 4.", ["general: We welcome recommendation"]),
    *(
        ("outline.stand", said, [f"answer 4: {' '.join(said.split()[:3])}"])
        for said in (
            "The force will implement recommendation 4.",
            "The force is progressing recommendation 4.",
            "We await guidance on recommendation 4.",
            "We have adopted recommendation 4.",
            "Recommendation 4 is in progress.",
            "Recommendation 4 has been put in place.",
        )
    ),
    *(
        ("outline.outside", said, [f"general: {' '.join(said.split()[:3])}"])
        for said in (
            "We agree that the report makes recommendation 4 to all.",
            "We have not considered recommendation 4.",
            "We agree that recommendation 4 is for others.",
            "We will answer recommendation 4 in a separate letter.",
            "We met recommendation 4 of your 2019 inspection report.",
            "We agree that recommendation 4 falls to the College.",
        )
    ),
    ("outline.outside", POLICY, ["general: We have a"]),
    ("outline.no_answer", "Recommendation 4\n\nResponse:\n\nN/A", ["general: N/A"]),
    (
        "outline.no_answer",
        "Recommendation 4\n\nResponse:\n\nNot applicable to the force.",
        ["general: Not applicable to"],
    ),
    (
        "outline.no_answer",
        "Recommendation 4\n\nResponse:\n\nThis recommendation is for the Home Office.",
        ["general: This recommendation is"],
    ),
    ("outline.no_answer", "Recommendation 4\n\nResponse:\n\nThis is a matter for the College.", ["general: This is a"]),
    ("outline.no_answer", "Recommendation 4\n\nResponse:\n\nAll forces", ["general: All forces"]),
    (
        "outline.heading",
        "Recommendation 4\n\nResponse:\n\nNot applicable to all, but we train.",
        ["answer 4: Not applicable to"],
    ),
    ("outline.no_answer", "Recommendation 4\n\nResponse:\n\nChief constables", ["general: Chief constables"]),
    (
        "outline.no_answer",
        f"Recommendation 4\n\nMy own response to it follows:\n\nRecommendation 6\n\n{POLICY}",
        ["general: My own response", ANSWER_6],
    ),
    ("outline.asked_of_others", f"Recommendation 2\n\nResponse:\n\n{POLICY}", ["general: We have a"]),
    (
        "outline.says_nothing",
        "Recommendation 4 asked forces to train. Everybody knows.",
        ["quotation 4: Recommendation 4 asked", "general: Everybody knows."],
    ),
    (
        "quotations.told",
        "Recommendation 4 asked forces to train. Recommendation 5 asked them to write.",
        ["quotation 4: Recommendation 4 asked", "general: Recommendation 5 asked"],
    ),
    *(
        ("outline.no_answer", f"Recommendation 4\n\nResponse:\n\n{said}", [f"general: {' '.join(said.split()[:3])}"])
        for said in (
            "This is a matter for the College.",
            "All forces",
            "Police and Crime Commissioners",
            "This recommendation is directed at the NPCC.",
            "Not applicable",
        )
    ),
    (
        "outline.heading",
        "Recommendation 4\n\nResponse:\n\nNot applicable to all, but we train.",
        ["answer 4: Not applicable to"],
    ),
    # What looks alike and is not
    (
        "outline.outside",
        "You asked for an update on recommendation 4. We train.\n\nSo does recommendation 5.",
        ["general: You asked for", "general: So does recommendation"],
    ),
    ("outline.outside", "4. We train.", ["general: 4. We train."]),
    ("outline.outside", "1. Calls stay open.\n\n3. We train.", ["general: 1. Calls stay", "general: 3. We train."]),
    ("outline.outside", "1. Calls stay open.\n\n9. We train.", ["general: 1. Calls stay", "general: 9. We train."]),
    *(
        (
            "outline.heading",
            f"Recommendation 4\n\nResponse:\n\n{first}\n\n{then}",
            [f"answer 4: {first}", f"answer 4: {' '.join(then.split()[:3])}"],
        )
        for first, then in (("staff training", POLICY), ("In progress", POLICY), ("Staff training", "Staff meetings"))
    ),
    (
        "outline.heading",
        f"## Recommendation 4\n\n{POLICY}\n\n### Our staff\n\nThey meet.",
        [ANSWER_4, "answer 4: Our staff", "answer 4: They meet."],
    ),
    (
        "outline.outside",
        f"## Recommendation 4\n\n{POLICY}\n\n## Our staff\n\nThey meet.",
        [ANSWER_4, "general: Our staff", "general: They meet."],
    ),
    (
        "outline.stand",
        "PCC for Borsetshire\n\nWe accept recommendation 6.",
        ["general: PCC for Borsetshire", "answer 6: We accept recommendation"],
    ),
    (
        "outline.outside",
        "Borsetshire Police\n\nWe accept recommendation 6.",
        ["general: Borsetshire Police", "general: We accept recommendation"],
    ),
]
QUOTATIONS = [
    (
        "quotations.in_section",
        f"Recommendation 7\n\nBy 27 March 2025, review whether services have been commissioned.\n\n{POLICY}",
        ["quotation 7: By 27 March", "answer 7: We have a"],
    ),
    (
        "quotations.in_section",
        "Recommendation 7\n\nWork with partners has begun. We have trained staff.",
        ["answer 7: Work with partners"],
    ),
    (
        "quotations.in_section",
        "Recommendation 7\n\n“Staff were trained in May. We have asked for more.”",
        ["answer 7: “Staff were trained"],
    ),
    (
        "quotations.point",
        f"Recommendation 4\n\n{POLICY}\n\n{W4_POINTS[0]}\n\nStaff are trained.",
        [ANSWER_4, f"quotation 4: {' '.join(W4_POINTS[0].split()[:3])}", "answer 4: Staff are trained."],
    ),
    *(
        (
            "quotations.in_section",
            f"Recommendation 7\n\n{asks}\n\n{POLICY}",
            [f"quotation 7: {' '.join(asks.split()[:3])}", "answer 7: We have a"],
        )
        for asks in (
            "All police forces should train those who take calls.",
            "The Home Office and the NPCC should publish a guide.",
            "We recommend that staff be trained.",
            "It is recommended that staff be trained.",
            "Work with others should ensure that calls stay open.",
            "Review every call.",
        )
    ),
    *(
        (
            "quotations.told",
            f"Recommendation 4\n\n{asks} {POLICY}",
            [f"quotation 4: {' '.join(asks.split()[:3])}", ANSWER_4],
        )
        for asks in (
            "The recommendation calls on forces to train.",
            "This recommendation requires all forces to train.",
            "The recommendation is that forces train.",
            "Recommendation 4 of your report recommended training.",
            "Recommendation 4 concerns training.",
        )
    ),
    ("quotations.in_section", f"Recommendation 6\n\n{W6}\n\n{POLICY}", [Q6, ANSWER_6]),
    ("quotations.in_section", f"Recommendation 6\n\n{W6} {POLICY}", [Q6, ANSWER_6]),
    (
        "quotations.in_section",
        f"Recommendation 6\n\n“{W6}”\n\n{POLICY}",
        ["quotation 6: “Conduct an assessment", ANSWER_6],
    ),
    (
        "quotations.in_section",
        f"Recommendation 6\n\n{W6.replace('local', '[their] local')}\n\n{POLICY}",
        [Q6, ANSWER_6],
    ),
    (
        "quotations.in_section",
        f"Recommendation 4\n\n{W4_FIRST} They should:\n\n- {W4_POINTS[0]}\n- {W4_POINTS[2]}\n\n{POLICY}",
        [Q4, "quotation 4: ensure there is", "quotation 4: promote police engagement", ANSWER_4],
    ),
    (
        "quotations.in_section",
        f"Recommendation 7\n\nChief constables should train all.\n\n{POLICY}",
        ["quotation 7: Chief constables should", "answer 7: We have a"],
    ),
    (
        "quotations.in_section",
        f"Recommendation 7\n\n**Train all who take calls.**\n\n{POLICY}",
        ["quotation 7: **Train all who", "answer 7: We have a"],
    ),
    (
        "quotations.in_section",
        "Recommendation 7\n\n“We have trained all who take calls.”",
        ["answer 7: “We have trained"],
    ),
    (
        "quotations.in_section",
        "Recommendation 6\n\nWe will conduct an assessment of local access.",
        ["answer 6: We will conduct"],
    ),
    (
        "quotations.told",
        f"Recommendation 4\n\nThis recommendation asks forces to train staff. {POLICY}",
        ["quotation 4: This recommendation asks", ANSWER_4],
    ),
    (
        "quotations.told",
        f"Recommendation 4 asked forces to train staff. {POLICY}",
        ["quotation 4: Recommendation 4 asked", ANSWER_4],
    ),
    (
        "outline.quotation",
        f"{W4_FIRST}\n\n{POLICY}\n\n{W5}\n\nWe sent leaflets.",
        [Q4, ANSWER_4, Q5, "answer 5: We sent leaflets."],
    ),
    ("outline.quotation", f"{W6}\n\n{POLICY}", [Q6, "general: We have a"]),  # a lone one
    (
        "outline.quotation",
        f"Recommendation 1\n\n{W1}\n\nRecommendation 6\n\n{W6}\n\n{POLICY}",
        [Q1, Q6, "general: We have a"],  # words after several may answer any of them
    ),
]
# Paragraphs that begin with ">" are of the message that this one answers.
MAIL = [
    (
        "outline.question",
        f"> {W6}\n\n{POLICY}\n\n> {W5}\n\nWe sent leaflets.",
        ["quoted: Conduct an assessment", ANSWER_6, "quoted: With reference to", "answer 5: We sent leaflets."],
    ),
    ("outline.question", f"> Recommendation 4\n\n{POLICY}", ["quoted: Recommendation 4", ANSWER_4]),
    (
        "outline.heading",
        f"Recommendation 4\n\n{POLICY} It took us longer than we had thought.\n\n> Recommendation 5\n\n> We ask every force to answer.",
        [ANSWER_4, "quoted: Recommendation 5", "quoted: We ask every"],
    ),
    (
        "outline.outside",
        f"Thank you.\n\n> Recommendation 4\n\n> {POLICY}",
        ["general: Thank you.", "quoted: Recommendation 4", "quoted: We have a"],
    ),
    (
        "outline.outside",
        f"{POLICY} It took us longer than we had thought.\n\n> Recommendation 5\n\nThis mail is for whom it names.",
        ["general: We have a", "quoted: Recommendation 5", "general: This mail is"],
    ),
]
